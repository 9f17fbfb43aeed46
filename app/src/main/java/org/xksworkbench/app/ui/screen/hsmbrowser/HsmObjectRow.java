package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.bridge.hsm.AttributeType;
import org.xksworkbench.bridge.hsm.ExternalKeyFitness;
import org.xksworkbench.bridge.hsm.ForeignText;
import org.xksworkbench.bridge.hsm.HsmObject;
import org.xksworkbench.bridge.hsm.ObjectClass;

/// One object of the token, ready to show.
///
/// @param fitness of a secret key; empty for all else
/// @param checkValue CMAC in upper-case hexadecimal, empty where it is not known
/// @param lineages one for each KMS key that uses it, one without if none does; empty until AWS KMS
///   was asked
/// @param healthKey whether the XKS proxy of this workstation keeps it for its health check
public record HsmObjectRow(
    HsmObject object,
    Optional<ExternalKeyFitness> fitness,
    String checkValue,
    List<Lineage> lineages,
    boolean healthKey) {

  public HsmObjectRow {
    lineages = List.copyOf(lineages);
  }

  public String label() {
    return object.ref().label();
  }

  /// The label as people read it.
  public String name() {
    return ForeignText.printable(label());
  }

  public boolean secretKey() {
    return object.ref().objectClass() == ObjectClass.SECRET_KEY;
  }

  /// Names of the KMS keys that use it: the alias, or the key ID where there is none.
  public List<String> kmsKeys() {
    return lineages.stream().flatMap(line -> line.kmsKeyName().stream()).toList();
  }

  public String usedBy() {
    if (healthKey) {
      return "proxy health check";
    }
    return kmsKeys().isEmpty() ? "–" : String.join(", ", kmsKeys());
  }

  public String usage() {
    return object.usages().isEmpty() ? "–" : String.join(", ", object.usages());
  }

  public String sensitive() {
    return object
        .tells(AttributeType.SENSITIVE)
        .map(sensitive ->
            !sensitive ? "no" : object.is(AttributeType.ALWAYS_SENSITIVE) ? "yes, always" : "yes")
        .orElseGet(this::notTold);
  }

  public String extractable() {
    return object
        .tells(AttributeType.EXTRACTABLE)
        .map(extractable -> extractable ? "yes" : everExtractable())
        .orElseGet(this::notTold);
  }

  private String everExtractable() {
    return object
        .tells(AttributeType.NEVER_EXTRACTABLE)
        .map(never -> never ? "never" : "no longer")
        .orElse("not now");
  }

  /// Other objects have no such flags.
  private String notTold() {
    return switch (object.ref().objectClass()) {
      case SECRET_KEY, PRIVATE_KEY -> "not told";
      default -> "–";
    };
  }

  boolean matches(String filter) {
    var wanted = filter.strip().toLowerCase(Locale.ROOT);
    return wanted.isEmpty()
        || (label()
                + " "
                + object.ref().id()
                + " "
                + object.spec()
                + " "
                + checkValue
                + " "
                + String.join(" ", kmsKeys()))
            .toLowerCase(Locale.ROOT)
            .contains(wanted);
  }
}
