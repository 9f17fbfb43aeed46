package org.xksworkbench.bridge.localkms;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import org.xksworkbench.bridge.localkms.faults.Faults;
import org.xksworkbench.bridge.localkms.files.FaultsToml;
import org.xksworkbench.bridge.localkms.wire.Controls;

/// What a test of somebody's program needs between two of its cases.
final class TestControls implements Controls {

  private final Homes homes;
  private final Faults faults;

  TestControls(Homes homes, Faults faults) {
    this.homes = homes;
    this.faults = faults;
  }

  void reset() {
    faults.set(List.of());
    homes.reset();
  }

  @Override
  public ObjectNode perform(String name, String body) {
    var answer = JsonNodeFactory.instance.objectNode();
    return switch (name) {
      case "reset" -> {
        reset();
        yield answer.put("reset", true);
      }
      case "faults" -> {
        var wanted = FaultsToml.parse(body);
        faults.set(wanted);
        yield answer.put("faults", wanted.size());
      }
      case "calls" -> answer.set("calls", homes.proxiedCalls().all());
      default ->
          throw new IllegalArgumentException(
              "There are /_xks-workbench/reset, /faults and /calls, and no " + name + ".");
    };
  }
}
