package org.xksworkbench.app.bootstrap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.xksworkbench.app.demo.Demo;
import org.xksworkbench.app.demo.DemoProgress;
import org.xksworkbench.app.demo.StartOver;
import org.xksworkbench.app.ui.screen.start.Opening;
import org.xksworkbench.bridge.agent.AgentProcess;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// The demo in its folder.
///
/// @param helpers how helper process and proxy are started, by their environment
record DemoOpening(
    Path folder, MachinePolicy policy, Function<Map<String, String>, AgentProcess> helpers)
    implements Opening<Demo> {

  @Override
  public String name() {
    return "the demo";
  }

  @Override
  public Demo open(Progress progress) {
    return Demo.start(
        folder,
        policy,
        new DemoProgress() {
          @Override
          public void doing(String what, String source) {
            progress.doing(what, source);
          }

          @Override
          public void logged(String source, String line) {
            progress.logged(source, line);
          }
        },
        helpers);
  }

  @Override
  public Optional<Anew> anew() {
    var startOver = new StartOver(folder);
    return Optional.of(
        new Anew() {
          @Override
          public String whatGoes() {
            return startOver.whatGoes();
          }

          @Override
          public void run() throws IOException {
            startOver.run();
          }
        });
  }
}
