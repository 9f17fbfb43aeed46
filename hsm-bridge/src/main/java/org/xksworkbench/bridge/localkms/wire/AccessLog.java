package org.xksworkbench.bridge.localkms.wire;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One line of JSON a request. It has no parameter but the ARN that the call is about, so no
/// plaintext and no secret.
public final class AccessLog implements CallListener {

  /// The logger's name.
  public static final String NAME = "org.xksworkbench.bridge.localkms.access";

  private static final Logger LOG = LoggerFactory.getLogger(NAME);

  @Override
  public void answered(Call call, ObjectNode answer, Duration took) {
    LOG.info("{}", line(call, took).put("status", 200));
  }

  @Override
  public void failed(Call call, ServiceFault fault, Duration took) {
    LOG.info("{}", line(call, took, fault));
  }

  static ObjectNode line(Call call, Duration took, ServiceFault fault) {
    return line(call, took)
        .put("status", fault.status())
        .put("error", fault.code())
        .put("message", fault.message());
  }

  static ObjectNode line(Call call, Duration took) {
    var line =
        JsonNodeFactory.instance
            .objectNode()
            .put("time", call.receivedAt().toString())
            .put("requestId", call.requestId())
            .put("service", call.operation().service())
            .put("operation", call.operation().name())
            .put("milliseconds", took.toMillis())
            .put("userAgent", call.caller().userAgent());
    call.firstResource().ifPresent(arn -> line.put("resource", arn));
    call.additional().forEach(line::put);
    if (!call.proxyTraffic().isEmpty()) {
      var proxy = line.putArray("proxy");
      call.proxyTraffic().forEach(proxy::add);
    }
    return line;
  }
}
