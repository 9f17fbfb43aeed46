package org.xksworkbench.bridge.cli;

import static org.xksworkbench.bridge.hsm.ForeignText.printable;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.AttributeType;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness.KeySurroundings;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyMaking;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.Pkcs11Uri;
import org.xksworkbench.bridge.hsm.Token;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// Secret keys of a token.
@Command(
    name = "keys",
    mixinStandardHelpOptions = true,
    description = "Lists, shows, generates and deletes secret keys.",
    subcommands = {
      KeysCommand.ListKeys.class,
      KeysCommand.ShowKey.class,
      KeysCommand.GenerateKeys.class,
      KeysCommand.DeleteKey.class
    })
final class KeysCommand {

  /// Judges keys as their token and its other keys let it.
  private record Judge(Token token, Optional<Boolean> aesGcm, Map<String, Long> sameLabels) {

    static Judge of(HsmSession session, List<HsmKey> keys) {
      return new Judge(
          session.token(),
          session.doesAesGcm(),
          keys.stream().collect(Collectors.groupingBy(HsmKey::label, Collectors.counting())));
    }

    ExternalKeyFitness fitness(HsmKey key) {
      var sameLabel = sameLabels.getOrDefault(key.label(), 1L).intValue();
      return ExternalKeyFitness.of(key, KeySurroundings.onToken(sameLabel, aesGcm));
    }
  }

  private static ObjectNode json(HsmKey key, Judge judge) {
    var node =
        new ObjectMapper()
            .createObjectNode()
            .put("label", key.label())
            .put("id", key.id())
            .put("uri", Pkcs11Uri.of(judge.token(), key.ref()).toString())
            .put("keyType", key.keyType());
    if (key.sizeBits() == 0) {
      node.putNull("sizeBits");
    } else {
      node.put("sizeBits", key.sizeBits());
    }
    var usage = node.putArray("usage");
    key.usages().stream().sorted().forEach(one -> usage.add(name(one)));
    put(node, "sensitive", key.tells(AttributeType.SENSITIVE));
    put(node, "extractable", key.tells(AttributeType.EXTRACTABLE));
    node.put("fit", judge.fitness(key).fit());
    if (!key.notTold().isEmpty()) {
      key.notTold().forEach(node.putArray("notTold")::add);
    }
    key.object().trouble().ifPresent(why -> node.put("trouble", why));
    return node;
  }

  /// What the token does not tell is null.
  private static void put(ObjectNode node, String name, Optional<Boolean> told) {
    told.ifPresentOrElse(value -> node.put(name, value), () -> node.putNull(name));
  }

  private static String name(KeyUsage usage) {
    return usage.name().toLowerCase(Locale.ROOT);
  }

  /// `keys list`
  @Command(name = "list", mixinStandardHelpOptions = true, description = "Lists all secret keys.")
  static final class ListKeys implements Callable<Integer> {

    @Mixin private final TokenOptions token = new TokenOptions();

    @Option(names = "--json", description = "Prints one array, one object a key.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
      return token.withSession(session -> {
        var out = spec.commandLine().getOut();
        var keys =
            session.secretKeys().stream().sorted(Comparator.comparing(HsmKey::label)).toList();
        var judge = Judge.of(session, keys);
        if (json) {
          var array = new ObjectMapper().createArrayNode();
          keys.forEach(key -> array.add(json(key, judge)));
          out.println(array);
        } else {
          keys.forEach(key ->
              out.printf(
                  "%s\t%s\t%s\t%s\t%s%n",
                  key.object().trouble().orElseGet(() -> printable(key.label())),
                  key.id(),
                  key.spec(),
                  key.usages().stream()
                      .sorted()
                      .map(KeysCommand::name)
                      .collect(Collectors.joining(",")),
                  judge.fitness(key).fit() ? "fit" : "not fit"));
        }
        out.flush();
        tellUnreadable(keys);
        return 0;
      });
    }

    private void tellUnreadable(List<HsmKey> keys) {
      var unreadable = keys.stream().filter(key -> key.object().trouble().isPresent()).count();
      if (unreadable > 0) {
        var err = spec.commandLine().getErr();
        err.printf(
            "%d of %d secret keys cannot be read; they stand in the list without a label.%n",
            unreadable, keys.size());
        err.flush();
      }
    }
  }

  /// `keys show`
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows one key, and why it is not fit for an external key store.")
  static final class ShowKey implements Callable<Integer> {

    @Mixin private final TokenOptions token = new TokenOptions();

    @Mixin private final KeyOptions name = new KeyOptions();

    @Option(names = "--json", description = "Prints one object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    /// With what a listing does not ask for, such as the mechanisms that it is allowed for.
    private static HsmKey whole(HsmSession session, HsmKey key) {
      return session.objects().read(List.of(key.ref().number())).stream()
          .flatMap(object -> object.toKey().stream())
          .findFirst()
          .orElse(key);
    }

    @Override
    public Integer call() {
      var named = name.name(token.uri());
      return token.withSession(session -> {
        var key = whole(session, named.in(session));
        var judge = Judge.of(session, session.secretKeys(key.label()));
        var fitness = judge.fitness(key);
        var node = json(key, judge);
        fitness.reasons().forEach(node.putArray("reasons")::add);
        fitness.warnings().forEach(node.putArray("warnings")::add);
        var out = spec.commandLine().getOut();
        if (json) {
          out.println(node);
        } else {
          node.properties()
              .forEach(field ->
                  out.printf("%s: %s%n", field.getKey(), printable(field.getValue().toString())));
        }
        return 0;
      });
    }
  }

  /// `keys generate`
  @Changes("C_GenerateKey")
  @Command(
      name = "generate",
      mixinStandardHelpOptions = true,
      description = {
        "Generates AES keys: sensitive, never extractable.",
        "Prints label and check value (CMAC), which the token computes before it ends signing."
      })
  static final class GenerateKeys implements Callable<Integer> {

    @Mixin private final TokenOptions token = new TokenOptions();

    @Option(names = "--label", required = true, description = "-1 … -N is added with --count.")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String label;

    @Option(names = "--count", description = "How many.")
    private int count = 1;

    @Mixin private final KeyTemplateOptions template = new KeyTemplateOptions();

    @Option(names = "--json", description = "Prints one array, one object a key.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
      if (label.isBlank() || count < 1) {
        throw new picocli.CommandLine.ParameterException(
            spec.commandLine(), "--label must not be empty, and --count must be positive.");
      }
      var asked = template.template(label);
      return token.withSession(session -> {
        var making = new KeyMaking(session);
        var judge = Judge.of(session, List.of());
        var out = spec.commandLine().getOut();
        var array = new ObjectMapper().createArrayNode();
        try {
          for (var i = 1; i <= count; i++) {
            var name = count == 1 ? label : label + "-" + i;
            var made = make(making, asked.withLabel(name));
            array.add(json(made, judge));
            if (!json) {
              out.println(
                  printable(name) + made.checkValue().map(value -> "\t" + hex(value)).orElse(""));
            }
            require(name, made);
          }
        } finally {
          // Also of what was made before a failure: a check value is told once.
          if (json) {
            out.println(array);
          }
          out.flush();
        }
        return 0;
      });
    }

    private static KeyMaking.MadeHsmKey make(KeyMaking making, AesKeyTemplate template) {
      try {
        return making.make(template);
      } catch (HsmException e) {
        if (KeyMaking.smallerAfter(template, e).isPresent()) {
          throw new CommandFailure(
              e.getMessage()
                  + " It may not know an attribute of the template: --leave-out leaves out the"
                  + " usages that you name, --smaller-template all that are not asked for.");
        }
        throw e;
      }
    }

    private static ObjectNode json(KeyMaking.MadeHsmKey made, Judge judge) {
      var node = KeysCommand.json(made.key(), judge);
      made.checkValue().ifPresent(value -> node.put("checkValue", hex(value)));
      made.remarks().forEach(node.putArray("remarks")::add);
      return node;
    }

    private static String hex(byte[] checkValue) {
      return HexFormat.of().withUpperCase().formatHex(checkValue);
    }

    private void require(String name, KeyMaking.MadeHsmKey made) {
      var err = spec.commandLine().getErr();
      made.remarks().forEach(remark -> err.println(printable(name + ": " + remark)));
      err.flush();
      if (!made.asAskedFor()) {
        throw new CommandFailure(
            name
                + " was made, but is not what was asked for. Delete it, or look at it before use.");
      }
    }
  }

  /// `keys delete`
  @Changes("C_DestroyObject")
  @Command(
      name = "delete",
      mixinStandardHelpOptions = true,
      description = "Deletes a key. What is encrypted under it is lost.")
  static final class DeleteKey implements Callable<Integer> {

    @Mixin private final TokenOptions token = new TokenOptions();

    @Mixin private final KeyOptions name = new KeyOptions();

    @Option(
        names = "--confirm",
        description = "The label once more, instead of typing it; the ID if the key has no label.")
    private @Nullable String confirmed;

    @Override
    public Integer call() {
      var named = name.name(token.uri());
      return token.withSession(session -> {
        var key = named.in(session);
        var byId = key.label().isEmpty();
        var word = byId ? key.id() : key.label();
        var what = byId ? "ID" : "label";
        var typed = confirmed;
        if (typed == null) {
          var console = System.console();
          if (console == null || !console.isTerminal()) {
            throw new CommandFailure(
                "There is no terminal to ask on; give the %s once more by --confirm."
                    .formatted(what));
          }
          typed =
              console.readLine(
                  "Everything encrypted under %s is lost. Type its %s: ", printable(word), what);
        }
        if (!word.equals(typed)) {
          throw new CommandFailure("That is not the " + what + "; nothing was deleted.");
        }
        session.objects().delete(key.ref());
        return 0;
      });
    }
  }
}
