package org.xksworkbench.app.inventory;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.lineage.LineageReading;

/// What could not be seen when keys were followed, in sentences. Who reads a list must know what it
/// cannot hold.
final class Blindness {

  private Blindness() {}

  /// @param token that was looked into; empty if none was
  static List<String> of(Optional<String> token, LineageReading read) {
    var unseen = new ArrayList<String>();
    if (token.isEmpty()) {
      unseen.add(
          "No token was looked into: which external keys exist in an HSM is not known, nor what"
              + " they are.");
    } else {
      unseen.add("Of HSMs, the token " + token.get() + " was looked into, and no other.");
    }
    if (read.unknown() > 0) {
      unseen.add(
          read.unknown() == 1
              ? "One KMS key could not be described (kms:DescribeKey): which external key it uses is"
                  + " not known."
              : "%,d KMS keys could not be described (kms:DescribeKey): which external keys they use"
                      .formatted(read.unknown())
                  + " is not known.");
    }
    var elsewhere = new TreeSet<String>();
    read.lines().stream()
        .flatMap(line -> line.store().stream())
        .filter(store -> !read.ownStores().contains(store.id()))
        .map(ExternalKeyStore::name)
        .forEach(elsewhere::add);
    if (!elsewhere.isEmpty()) {
      unseen.add(
          "XKS proxies of other machines serve these key stores, and which HSM answers there is"
              + " not known: "
              + String.join(", ", elsewhere)
              + ".");
    }
    var unchecked =
        read.lines().stream()
            .filter(line -> !line.hsmKeys().isEmpty() && line.checkValue().isEmpty())
            .count();
    if (unchecked > 0) {
      unseen.add(
          unchecked == 1
              ? "One HSM key has no check value on record: that it is still the same key is not"
                  + " shown."
              : "%,d HSM keys have no check value on record: that they are still the same keys is"
                      .formatted(unchecked)
                  + " not shown.");
    }
    unseen.add("Ceremonies and backups are those on record at this workstation.");
    unseen.add("KMS keys of other accounts and Regions are not in it.");
    return List.copyOf(unseen);
  }
}
