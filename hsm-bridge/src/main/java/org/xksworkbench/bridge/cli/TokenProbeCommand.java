package org.xksworkbench.bridge.cli;

import static org.xksworkbench.bridge.hsm.ForeignText.printable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.guard.UserFolders;
import org.xksworkbench.bridge.hsm.CapabilityWords;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyName;
import org.xksworkbench.bridge.hsm.ReturnCode;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.TokenCapabilities;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings;
import org.xksworkbench.bridge.probe.ProbedTokens;
import org.xksworkbench.bridge.probe.TokenFingerprint;
import org.xksworkbench.bridge.xks.config.VendorProfile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `token probe`
@Command(
    name = "probe",
    mixinStandardHelpOptions = true,
    description =
        "Finds out what a token can do for an XKS proxy, by doing it. Nothing is written to it.")
final class TokenProbeCommand implements Callable<Integer> {

  @Mixin private final TokenOptions token = new TokenOptions();

  @Option(
      names = "--key",
      description =
          "Label of a secret key (or object or id in --uri) to try where the token makes none for a session alone. It"
              + " encrypts some bytes under random initialization vectors.")
  private String key = "";

  @Option(
      names = "--vendor-profile",
      description =
          "What is known of the tokens of a vendor, and not found out: a profile that ships with the"
              + " program, or a file that ends in .toml.")
  private String profile = "";

  @Option(names = "--json", description = "Prints one object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    var settings =
        profile.isEmpty()
            ? Pkcs11Settings.defaults()
            : VendorProfile.of(profile, Path.of("")).settings();
    return token.withToken(
        settings, (hsm, slot, session) -> probe(hsm, slot, session, choices(settings)));
  }

  /// What was found with nothing chosen, the window finds again.
  private String choices(Pkcs11Settings settings) {
    return profile.isEmpty() ? "" : TokenOfProxy.choicesOf(settings);
  }

  /// @param chosen what was not found out
  private int probe(Hsm hsm, Slot slot, HsmSession session, String chosen) {
    if (key.isEmpty()) {
      key = labelIn(session);
    }
    if (!key.isEmpty() && session.secretKeys(key).size() != 1) {
      throw new CommandFailure(
          "--key names one secret key, and the token has "
              + session.secretKeys(key).size()
              + " with the label "
              + printable(key)
              + ".");
    }
    var found = session.probe(key);
    if (found.proven()) {
      found = session.measure(found, key);
    }
    var _ =
        new ProbedTokens(UserFolders.state().resolve(ProbedTokens.FILE))
            .keep(
                TokenFingerprint.of(hsm, slot.id(), session.token(), chosen), Instant.now(), found);
    print(found);
    return switch (found.aesGcm()) {
      case WORKS -> ExitStatus.DONE.code();
      case NOT_TRIED -> ExitStatus.NOT_ESTABLISHED.code();
      case ABSENT, REFUSED, UNSAFE -> ExitStatus.FAILED.code();
    };
  }

  /// The probe names its key by a label.
  private String labelIn(HsmSession session) {
    var named = new KeyName(Optional.empty(), Optional.empty(), token.uri());
    return named.isEmpty() ? "" : named.in(session).label();
  }

  private void print(TokenCapabilities found) {
    var out = spec.commandLine().getOut();
    if (json) {
      out.println(json(found));
    } else {
      for (var line : CapabilityWords.of(found)) {
        out.printf("%s\t%s%n", line.what(), line.withMark());
      }
    }
    out.flush();
  }

  private static ObjectNode json(TokenCapabilities found) {
    var node =
        new ObjectMapper()
            .createObjectNode()
            .put("aesGcm", word(found.aesGcm()))
            .put("why", found.why());
    if (found.proven()) {
      node.put("iv", word(found.ivHome()))
          .put("mechanism", code(found.mechanism()))
          .put("parameterBytes", found.parameterBytes());
    }
    found.mechanisms().forEach(node.putArray("mechanisms")::add);
    var wrongTag = node.putArray("wrongTagCodes");
    for (var code : found.wrongTagCodes()) {
      var one = wrongTag.addObject().put("code", code(code));
      ReturnCode.name(code).ifPresent(name -> one.put("name", name));
    }
    node.put("random", word(found.random()))
        .put("sessions", found.sessions())
        .put("sessionsLimited", found.sessionsLimited())
        .put("readOnlySessions", found.readOnlySessions())
        .put("keypad", found.keypad())
        .put("writeProtected", found.writeProtected());
    found
        .speed()
        .ifPresent(speed ->
            node.putObject("speed")
                .put("trouble", speed.trouble())
                .put("microsAlone", speed.microsAlone())
                .put("perSecond", speed.perSecond())
                .put("sessions", speed.sessions()));
    found.assumed().stream().map(TokenProbeCommand::word).forEach(node.putArray("assumed")::add);
    return node;
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static String code(long code) {
    return ReturnCode.number(code);
  }
}
