package org.xksworkbench.bridge.cli;

import static org.xksworkbench.bridge.hsm.ForeignText.printable;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.KeyUsage;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// What a new key may be used for, and what of it the token is told.
final class KeyTemplateOptions {

  @Option(names = "--size", description = "256 or 128 bits.")
  private int size = 256;

  @Option(names = "--usage", description = "encrypt,decrypt (default), encrypt, decrypt, or none.")
  private String usage = "encrypt,decrypt";

  @Option(
      names = "--leave-out",
      split = ",",
      paramLabel = "USAGE",
      description =
          "Usages that the token is not told, where it does not take their attributes: encrypt,"
              + " decrypt, wrap, unwrap, sign, verify, derive. What it allows is told. Without"
              + " sign there is no check value.")
  private List<String> leftOut = List.of();

  @Option(
      names = "--smaller-template",
      description =
          "Leaves out all usages that are not asked for, where a token refuses them. There is no"
              + " check value then, and what the token allows beside is told.")
  private boolean smaller;

  @Spec(Spec.Target.MIXEE)
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  /// @throws ParameterException if an option cannot be
  AesKeyTemplate template(String label) {
    if (size != 128 && size != 256) {
      throw new ParameterException(spec.commandLine(), "--size is 256 or 128.");
    }
    var template = new AesKeyTemplate(label, size, usages(), leftOut());
    return smaller ? template.asSmaller() : template;
  }

  private Set<KeyUsage> leftOut() {
    var usages = EnumSet.noneOf(KeyUsage.class);
    for (var word : leftOut) {
      usages.add(
          Arrays.stream(KeyUsage.values())
              .filter(one -> one.name().equalsIgnoreCase(word.strip()))
              .findFirst()
              .orElseThrow(() ->
                  new ParameterException(
                      spec.commandLine(),
                      "--leave-out does not know "
                          + printable(word)
                          + ": encrypt, decrypt, wrap, unwrap, sign, verify, derive.")));
    }
    return usages;
  }

  private Set<KeyUsage> usages() {
    return switch (usage) {
      case "encrypt,decrypt", "decrypt,encrypt" -> EnumSet.of(KeyUsage.ENCRYPT, KeyUsage.DECRYPT);
      case "encrypt" -> EnumSet.of(KeyUsage.ENCRYPT);
      case "decrypt" -> EnumSet.of(KeyUsage.DECRYPT);
      case "none" -> EnumSet.noneOf(KeyUsage.class);
      default ->
          throw new ParameterException(
              spec.commandLine(), "--usage is encrypt,decrypt, encrypt, decrypt or none.");
    };
  }
}
