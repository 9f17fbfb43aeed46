package org.xksworkbench.bridge.probe;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.TokenCapabilities;
import org.xksworkbench.bridge.store.Document;
import org.xksworkbench.bridge.store.StoreException;

/// What was found of tokens, in one small JSON file. Holds nothing secret. A file that cannot be
/// read or written costs another probe and nothing else.
public final class ProbedTokens {

  /// The name of the file, in whichever folder it is.
  public static final String FILE = "probed-tokens.json";

  private static final Logger LOG = LoggerFactory.getLogger(ProbedTokens.class);

  private static final int VERSION = 1;

  /// More than anybody has; older ones are forgotten.
  private static final int MOST = 100;

  /// What was found of one token.
  ///
  /// @param at when it was
  public record ProbedToken(TokenFingerprint of, Instant at, TokenCapabilities capabilities) {}

  /// @param tokens the newest first
  public record ProbeResults(List<ProbedToken> tokens) {

    public ProbeResults {
      tokens = List.copyOf(tokens);
    }
  }

  private final Document<ProbeResults> document;

  public ProbedTokens(Path file) {
    this.document = new Document<>(file, ProbeResults.class, VERSION);
  }

  public Path file() {
    return document.file();
  }

  public Optional<ProbedToken> find(TokenFingerprint of) {
    try {
      return document.read().stream()
          .flatMap(kept -> kept.tokens().stream())
          .filter(token -> token.of().equals(of))
          .findFirst();
    } catch (StoreException e) {
      LOG.warn("What was found of tokens is found again: {}", e.getMessage());
      return Optional.empty();
    }
  }

  /// In the place of what was kept of it before.
  ///
  /// @return why it could not be kept; empty if it was
  public Optional<StoreException> keep(
      TokenFingerprint of, Instant at, TokenCapabilities capabilities) {
    try {
      var _ =
          document.change(
              new ProbeResults(List.of()),
              before ->
                  new ProbeResults(
                      Stream.concat(
                              Stream.of(new ProbedToken(of, at, capabilities)),
                              before.tokens().stream().filter(other -> !other.of().equals(of)))
                          .limit(MOST)
                          .toList()));
      return Optional.empty();
    } catch (StoreException e) {
      LOG.warn("What was found of the token is not kept: {}", e.getMessage());
      return Optional.of(e);
    }
  }
}
