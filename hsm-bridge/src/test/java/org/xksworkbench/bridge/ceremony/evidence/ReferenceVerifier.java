package org.xksworkbench.bridge.ceremony.evidence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.xksworkbench.bridge.Documents;

/// `docs/verify2.py`, which knows evidence from docs/ceremony-format.md alone.
public final class ReferenceVerifier {

  private static final int MINUTES = 10;

  /// One process for many bundles, and one signature is asked of openssl once.
  private static final String MANY =
      """
      import contextlib, io, sys
      sys.path.insert(0, sys.argv[1])
      import verify2
      for path in open(sys.argv[2], encoding="utf-8").read().split():
          said = io.StringIO()
          try:
              with contextlib.redirect_stdout(said): code = verify2.run(path)
          except SystemExit as e: code = 1; said.write(str(e.code))
          print(path, code, said.getvalue().strip().replace("\\n", " "), sep="\\t")
      """;

  private ReferenceVerifier() {}

  public record Said(int code, String text) {}

  /// As its reader starts it.
  public static Said of(Path work, Path bundle, String... pins) throws Exception {
    var command = new java.util.ArrayList<>(List.of("python3"));
    command.add(Documents.ROOT.resolve("docs/verify2.py").toString());
    command.add(bundle.toString());
    command.addAll(List.of(pins));
    var output = Files.createTempFile(work, "said", "");
    var code = run(command, output);
    return new Said(code, Files.readString(output));
  }

  public static Map<Path, Said> of(Path work, List<Path> bundles) throws Exception {
    var list = work.resolve("bundles");
    Files.writeString(list, String.join("\n", bundles.stream().map(Path::toString).toList()));
    var output = Files.createTempFile(work, "said", "");
    var docs = Documents.ROOT.resolve("docs").toString();
    var code = run(List.of("python3", "-B", "-c", MANY, docs, list.toString()), output);
    assertThat(code).as(Files.readString(output)).isZero();
    var said = new HashMap<Path, Said>();
    for (var line : Files.readAllLines(output)) {
      var parts = line.split("\t", 3);
      said.put(Path.of(parts[0]), new Said(Integer.parseInt(parts[1]), parts[2]));
    }
    return said;
  }

  private static int run(List<String> command, Path output)
      throws IOException, InterruptedException {
    var process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(output.toFile())
            .start();
    if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
      process.destroyForcibly();
      throw new AssertionError(command + " did not end: " + Files.readString(output));
    }
    return process.exitValue();
  }
}
