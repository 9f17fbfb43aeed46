package org.xksworkbench.app.kms.aws.credentials;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsSessionCredentials;

/// Credentials that a program prints (AWS SDKs and Tools Reference Guide, "Process credential
/// provider"). It has a minute; what it says on standard error is its reason, and what it prints on
/// standard output is never shown.
final class ProcessCredentials implements AwsCredentialsProvider {

  private static final Duration PATIENCE = Duration.ofMinutes(1);

  /// After its end, others may still hold its output open.
  private static final Duration TO_READ = Duration.ofSeconds(5);

  /// Asked for anew before these are over.
  private static final Duration BEFORE_END = Duration.ofMinutes(1);

  private static final int LINES_TOLD = 5;
  private static final int CHARACTERS_TOLD = 500;

  /// The AWS CLI ends so where it does not know its arguments: it is too old (version 1, and 2).
  private static final Set<Integer> NOT_UNDERSTOOD = Set.of(2, 252);

  private final Supplier<List<String>> words;
  private final String name;
  private final boolean ofCli;
  private final InstantSource clock;
  private final Duration patience;
  private final ObjectMapper json = new ObjectMapper();
  private @Nullable PrintedCredentials known;

  /// What a program printed.
  private record PrintedCredentials(AwsCredentials credentials, Optional<Instant> end) {}

  ProcessCredentials(CredentialPlan.CredentialProcess plan) {
    this(plan, InstantSource.system(), PATIENCE);
  }

  ProcessCredentials(
      CredentialPlan.CredentialProcess plan, InstantSource clock, Duration patience) {
    this(
        () -> words(plan.command()),
        "The program of credential_process (%s)".formatted(plan.place()),
        false,
        clock,
        patience);
  }

  private ProcessCredentials(
      Supplier<List<String>> words,
      String name,
      boolean ofCli,
      InstantSource clock,
      Duration patience) {
    this.words = words;
    this.name = name;
    this.ofCli = ofCli;
    this.clock = clock;
    this.patience = patience;
  }

  /// Those of `aws login`, which the AWS CLI renews and hands out.
  static ProcessCredentials of(CredentialPlan.ConsoleLogin login, AwsCli cli) {
    return new ProcessCredentials(
        () -> cli.exportCredentials(login.profile()),
        "The AWS CLI (%s)".formatted(cli.program()),
        true,
        InstantSource.system(),
        PATIENCE);
  }

  @Override
  public synchronized AwsCredentials resolveCredentials() {
    var now = clock.instant();
    var last = known;
    if (last == null
        || last.end().filter(end -> !now.isBefore(end.minus(BEFORE_END))).isPresent()) {
      last = parse(output());
      known = last;
    }
    return last.credentials();
  }

  private PrintedCredentials parse(byte[] output) {
    JsonNode answer;
    try {
      answer = json.readTree(output);
    } catch (JsonProcessingException e) {
      // Without its text: the secret is in it.
      throw failure("printed something that is no JSON", null);
    } catch (IOException e) {
      throw failure("could not be read", e);
    }
    if (answer.path("Version").asInt() != 1) {
      throw failure("printed no Version 1, the only one that there is", null);
    }
    var key = answer.path("AccessKeyId").asText("");
    var secret = answer.path("SecretAccessKey").asText("");
    if (key.isEmpty() || secret.isEmpty()) {
      throw failure("printed no AccessKeyId or no SecretAccessKey", null);
    }
    var token = answer.path("SessionToken").asText("");
    var end = end(answer.path("Expiration").asText(""));
    return new PrintedCredentials(
        token.isEmpty()
            ? AwsBasicCredentials.create(key, secret)
            : AwsSessionCredentials.builder()
                .accessKeyId(key)
                .secretAccessKey(secret)
                .sessionToken(token)
                .expirationTime(end.orElse(null))
                .build(),
        end);
  }

  private Optional<Instant> end(String text) {
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      var end = OffsetDateTime.parse(text).toInstant();
      if (!clock.instant().isBefore(end)) {
        throw failure("printed credentials that ended at " + end, null);
      }
      return Optional.of(end);
    } catch (DateTimeException e) {
      throw failure("printed an Expiration that is no time of ISO 8601", null);
    }
  }

  private byte[] output() {
    Process process;
    try {
      process = new ProcessBuilder(words.get()).start();
    } catch (IOException e) {
      throw failure("could not be started: " + e.getMessage(), null);
    } catch (IllegalArgumentException e) {
      throw failure("cannot be started: " + e.getMessage(), null);
    }
    try {
      var output = reading(process.getInputStream());
      var errors = reading(process.getErrorStream());
      process.getOutputStream().close();
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw failure("did not end within %d seconds".formatted(patience.toSeconds()), null);
      }
      var code = process.exitValue();
      if (code != 0) {
        throw end(code, lastOf(errors.get(TO_READ.toMillis(), TimeUnit.MILLISECONDS)));
      }
      return output.get(TO_READ.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw failure("was stopped, because nobody waited for it any more", e);
    } catch (IOException | ExecutionException | TimeoutException e) {
      throw failure("could not be read", e);
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private KmsException end(int code, String said) {
    var what =
        said.isEmpty()
            ? "ended with %d and said nothing".formatted(code)
            : "ended with %d: %s".formatted(code, said);
    return ofCli && !NOT_UNDERSTOOD.contains(code)
        ? KmsException.ofCredentials(
            KmsErrorCode.CONSOLE_LOGIN_ENDED,
            "%s has no credentials of aws login: it %s."
                .formatted(name, what.replaceAll("\\.$", "")),
            null)
        : failure(what.replaceAll("\\.$", ""), null);
  }

  private static List<String> words(String command) {
    var windows = System.getProperty("os.name", "").startsWith("Windows");
    var words = windows ? CommandWords.windows(command) : CommandWords.posix(command);
    if (words.isEmpty()) {
      throw new IllegalArgumentException("it has no name");
    }
    return words;
  }

  /// Both streams at once: a program that waits until one of them is read would never end.
  private static CompletableFuture<byte[]> reading(InputStream stream) {
    return CompletableFuture.supplyAsync(
        () -> {
          try (stream) {
            return stream.readAllBytes();
          } catch (IOException e) {
            throw new UncheckedIOException(e);
          }
        },
        work -> Thread.ofPlatform().daemon().name("credential-process").start(work));
  }

  static String lastOf(byte[] errors) {
    var lines =
        new String(errors, StandardCharsets.UTF_8)
            .lines()
            .map(String::strip)
            .filter(line -> !line.isEmpty())
            .toList();
    var text =
        lines.stream()
            .skip(Math.max(0, lines.size() - LINES_TOLD))
            .collect(Collectors.joining(" "))
            .replaceAll("\\p{Cntrl}", "");
    return text.length() <= CHARACTERS_TOLD
        ? text
        : "…" + text.substring(text.length() - CHARACTERS_TOLD);
  }

  private KmsException failure(String what, @Nullable Exception cause) {
    return KmsException.ofCredentials(
        KmsErrorCode.CREDENTIAL_PROCESS_FAILED, "%s %s.".formatted(name, what), cause);
  }
}
