package org.xksworkbench.bridge.agent;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// How a helper process of this program is started: with the same JVM and class path.
///
/// @param mainClass whose first argument is a command of `hsm-bridge`
/// @param environment added to that of this process, such as `SOFTHSM2_CONF`
public record AgentProcess(String mainClass, String classPath, Map<String, String> environment) {

  /// By name: this package must not know the command line, nor the window load it.
  private static final String HSM_BRIDGE = "org.xksworkbench.bridge.cli.HsmBridge";

  private static final String NOWHERE =
      System.getProperty("os.name").startsWith("Windows") ? "NUL" : "/dev/null";

  public AgentProcess {
    environment = Map.copyOf(environment);
  }

  /// Where the start-up caches (JEP 514) of helper processes lie, one for each command, and where
  /// the build records what goes into them. See docs/packaging.md.
  private static final String CACHES = "xksw.helper.caches";

  private static final String RECORD = "xksw.helper.record";

  private static List<String> startUpCache(String command) {
    var record = System.getProperty(RECORD);
    if (record != null) {
      return List.of(
          "-XX:AOTMode=record", "-XX:AOTConfiguration=" + Path.of(record, command + ".aotconf"));
    }
    var folder = System.getProperty(CACHES);
    var cache = folder == null ? null : Path.of(folder, command + ".aot");
    return cache != null && Files.exists(cache) ? List.of("-XX:AOTCache=" + cache) : List.of();
  }

  public static AgentProcess likeThis(Map<String, String> environment) {
    return new AgentProcess(HSM_BRIDGE, System.getProperty("java.class.path"), environment);
  }

  /// With more in its environment.
  public AgentProcess with(Map<String, String> more) {
    var all = new HashMap<>(environment);
    all.putAll(more);
    return new AgentProcess(mainClass, classPath, all);
  }

  /// @param arguments a command of `hsm-bridge`; never a secret
  public ProcessBuilder command(String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("--enable-native-access=ALL-UNNAMED");
    // A helper is small and short of time: quick to start matters more than peak speed.
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1");
    command.addAll(startUpCache(arguments[0]));
    // A core or an error file of a crashed helper would hold what it had in memory, PINs too. The
    // JVM's words on its standard output hold nothing of that; from them the window knows a crash.
    command.add("-XX:-CreateCoredumpOnCrash");
    command.add("-XX:ErrorFile=" + NOWHERE);
    command.add("-cp");
    command.add(classPath);
    command.add(mainClass);
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(environment);
    return builder;
  }
}
