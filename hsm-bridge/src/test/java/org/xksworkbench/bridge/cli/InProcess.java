package org.xksworkbench.bridge.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import org.xksworkbench.bridge.cli.BridgeScript.EndedCommand;

/// Commands without a process of their own, where that makes no difference.
final class InProcess {

  private InProcess() {}

  static EndedCommand run(String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var status = HsmBridge.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new EndedCommand(status, out.toString(), err.toString());
  }

  static JsonNode json(EndedCommand ended) {
    return json(ended.out());
  }

  static JsonNode json(String text) {
    try {
      return new ObjectMapper().readTree(text);
    } catch (IOException e) {
      throw new AssertionError(text, e);
    }
  }
}
