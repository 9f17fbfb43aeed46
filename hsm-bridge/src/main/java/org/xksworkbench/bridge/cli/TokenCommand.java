package org.xksworkbench.bridge.cli;

import static org.xksworkbench.bridge.hsm.ForeignText.printable;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.Pkcs11Uri;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.Token;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Tokens of a module.
@Command(
    name = "token",
    mixinStandardHelpOptions = true,
    description = "Lists, probes and initialises tokens, and changes their PINs.",
    subcommands = {
      TokenCommand.ListTokens.class,
      TokenProbeCommand.class,
      TokenCommand.InitToken.class,
      TokenPinCommand.ChangePin.class,
      TokenPinCommand.ResetPin.class
    })
final class TokenCommand {

  /// `token list`
  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists slots and tokens.")
  static final class ListTokens implements Callable<Integer> {

    @Mixin private final ModuleOptions module = new ModuleOptions();

    @Option(names = "--json", description = "Prints JSON.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
      try (var hsm = module.open(spec)) {
        var out = spec.commandLine().getOut();
        var array = new ObjectMapper().createArrayNode();
        var slots = hsm.slots();
        for (var slot : slots) {
          var node =
              array
                  .addObject()
                  .put("slotId", new BigInteger(slot.number()))
                  .put("slot", slot.description());
          slot.token()
              .ifPresent(token ->
                  node.put("label", token.label())
                      .put("model", token.model())
                      .put("serial", token.serial())
                      .put("uri", Pkcs11Uri.of(token).toString())
                      .put("initialized", token.initialized())
                      .put("userPin", token.userPin().name()));
          if (!slot.trouble().isEmpty()) {
            node.put("trouble", slot.trouble());
          }
          if (!json) {
            out.printf(
                "%s\t%s%n",
                slot.number(),
                slot.token()
                    .map(ListTokens::line)
                    .orElseGet(() ->
                        slot.trouble().isEmpty()
                            ? "(no token)"
                            : "(cannot be asked: " + slot.trouble() + ")"));
          }
        }
        if (json) {
          out.println(array);
        }
        out.flush();
        tellTrouble(slots);
        return 0;
      }
    }

    private static String line(Token token) {
      return token.initialized()
          ? printable(token.label())
              + "\t"
              + printable(token.model())
              + "\t"
              + printable(token.serial())
          : "(not initialised)\t" + printable(token.model());
    }

    private void tellTrouble(List<Slot> slots) {
      var troubled = slots.stream().filter(slot -> !slot.trouble().isEmpty()).count();
      if (troubled > 0) {
        var err = spec.commandLine().getErr();
        err.printf(
            "%d of %d slots cannot be asked; what is in them is not known.%n",
            troubled, slots.size());
        err.flush();
      }
    }
  }

  /// `token init`
  @Changes("C_InitToken")
  @Command(
      name = "init",
      mixinStandardHelpOptions = true,
      description = "Initialises the first free token of a module and sets its user PIN.")
  static final class InitToken implements Callable<Integer> {

    @Mixin private final ModuleOptions module = new ModuleOptions();

    @Option(names = "--label", required = true, description = "Label of the new token.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String label;

    @Option(names = "--so-pin-file", description = "File with the security officer's PIN.")
    private @Nullable Path soPinFile;

    @Option(names = "--pin-file", description = "File with the user PIN.")
    private @Nullable Path pinFile;

    @Option(names = "--json", description = "Prints one object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
      try (var hsm = module.open(spec)) {
        var slots = hsm.slots();
        if (slots.stream()
            .anyMatch(slot -> slot.token().filter(t -> t.label().equals(label)).isPresent())) {
          throw new CommandFailure("A token with the label " + label + " exists already.");
        }
        var free =
            slots.stream()
                .filter(slot -> slot.token().filter(t -> !t.initialized()).isPresent())
                .findFirst()
                .orElseThrow(() -> new CommandFailure("The module has no uninitialised token."));
        var soPin = Pin.fresh(soPinFile, "New PIN of the security officer", "--so-pin-file");
        var pin = new char[0];
        try {
          pin = Pin.fresh(pinFile, "New user PIN", "--pin-file");
          var slot = hsm.initToken(free.id(), label, soPin, pin);
          if (json) {
            spec.commandLine()
                .getOut()
                .println(
                    new ObjectMapper()
                        .createObjectNode()
                        .put("slotId", new BigInteger(slot.number()))
                        .put("label", label));
          }
        } finally {
          Arrays.fill(soPin, '\0');
          Arrays.fill(pin, '\0');
        }
        return 0;
      }
    }
  }
}
