package org.xksworkbench.app.kms;

import java.util.List;
import java.util.function.Supplier;

/// What stands around every request, in its order.
///
/// @param outermostFirst the first is the one that a request meets first
public record Interceptors(List<KmsInterceptor> outermostFirst) {

  public Interceptors {
    outermostFirst = List.copyOf(outermostFirst);
  }

  public static Interceptors of(KmsInterceptor... outermostFirst) {
    return new Interceptors(List.of(outermostFirst));
  }

  <T> T send(KmsCall call, Supplier<T> request) {
    var next = request;
    for (var interceptor : outermostFirst.reversed()) {
      var inner = next;
      next = () -> interceptor.around(call, inner);
    }
    return next.get();
  }

  <T> T read(String operation, Supplier<T> request) {
    return send(new KmsCall.KmsRead(operation), request);
  }
}
