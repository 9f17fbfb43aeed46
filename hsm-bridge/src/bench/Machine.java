import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;

/// Where it was measured, as the report says it.
final class Machine {

  private Machine() {}

  static String line() throws Exception {
    var cpu = Files.readAllLines(Path.of("/proc/cpuinfo")).stream()
        .filter(line -> line.startsWith("model name"))
        .map(line -> line.substring(line.indexOf(':') + 1).strip())
        .findFirst().orElse(System.getProperty("os.arch"));
    var memory = Files.readAllLines(Path.of("/proc/meminfo")).getFirst().replaceAll("\\D+", "");
    return "%s, %d cores, %d GiB, Linux %s, JDK %s, SoftHSM 2, %s".formatted(cpu,
        Runtime.getRuntime().availableProcessors(), Long.parseLong(memory) / 1024 / 1024,
        System.getProperty("os.version"), System.getProperty("java.version"), LocalDate.now());
  }
}
