package org.xksworkbench.app.kms.aws.credentials;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;

/// The AWS CLI of this computer. It alone renews the session of `aws login`: of two programs that
/// do, one loses it.
public record AwsCli(Path program) {

  /// As the shell finds it, but never in the folder that somebody happens to be in.
  public static Optional<AwsCli> find(AwsEnvironment surroundings) {
    return surroundings.variable("PATH").stream()
        .flatMap(Pattern.compile(Pattern.quote(File.pathSeparator))::splitAsStream)
        .flatMap(AwsCli::folder)
        .flatMap(folder -> Stream.of("aws", "aws.exe").map(folder::resolve))
        .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
        .findFirst()
        .map(AwsCli::new);
  }

  private static Stream<Path> folder(String entry) {
    try {
      return Stream.of(Path.of(entry)).filter(Path::isAbsolute);
    } catch (InvalidPathException e) {
      return Stream.empty();
    }
  }

  /// Prints credentials as `credential_process` does.
  List<String> exportCredentials(String profile) {
    return List.of(
        program.toString(),
        "configure",
        "export-credentials",
        "--profile",
        profile,
        "--format",
        "process");
  }

  /// Signs somebody in, in the browser that it opens.
  ///
  /// @param region for a profile that has none: it would ask at the terminal
  List<String> login(String profile, String region) {
    return List.of(program.toString(), "login", "--profile", profile, "--region", region);
  }
}
