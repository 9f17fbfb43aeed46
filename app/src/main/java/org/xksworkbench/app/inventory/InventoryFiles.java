package org.xksworkbench.app.inventory;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.xksworkbench.app.csv.Csv;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.Mismatch;
import org.xksworkbench.bridge.Product;
import org.xksworkbench.bridge.hsm.HsmKey;

/// The inventory for programs.
public final class InventoryFiles {

  private static final String NOT_SEEN = "not seen";

  private record InventoryColumn(String name, Function<Lineage, String> value) {}

  private static final List<InventoryColumn> COLUMNS =
      List.of(
          new InventoryColumn("External key ID", Lineage::xksKeyId),
          new InventoryColumn(
              "HSM key", line -> join(line.hsmKeys().stream().map(HsmKey::spec).toList())),
          new InventoryColumn(
              "CKA_ID", line -> join(line.hsmKeys().stream().map(HsmKey::id).toList())),
          new InventoryColumn("Check value", Lineage::checkValue),
          new InventoryColumn("Proxy paths", line -> join(line.proxyPaths())),
          new InventoryColumn("Key store", line -> of(line.store(), ExternalKeyStore::name)),
          new InventoryColumn("Key store ID", line -> of(line.store(), ExternalKeyStore::id)),
          new InventoryColumn(
              "Connection state",
              line -> of(line.store(), store -> store.connectionState().wordsWithCode())),
          new InventoryColumn("KMS key", line -> of(line.kmsKey(), KmsKey::arn)),
          new InventoryColumn("Key state", line -> of(line.kmsKey(), key -> key.keyState().text())),
          new InventoryColumn("Aliases", line -> join(line.aliases())),
          new InventoryColumn("Ceremony", line -> of(line.ceremony(), one -> one.title())),
          new InventoryColumn(
              "Ceremony fingerprint", line -> of(line.ceremony(), one -> one.fingerprint())),
          new InventoryColumn("Backup", line -> of(line.backup(), one -> one.how())),
          new InventoryColumn("Backup said by", line -> of(line.backup(), one -> one.by())),
          new InventoryColumn(
              "Backup recorded", line -> of(line.backup(), one -> one.at().toString())),
          new InventoryColumn("Needs attention", line -> words(line, true)),
          new InventoryColumn("Note", line -> words(line, false)));

  private InventoryFiles() {}

  /// A line for each external key, or KMS key that uses it; those at the end say what could not be
  /// seen.
  public static String csv(Inventory inventory) {
    var header = new ArrayList<String>();
    header.add("Entry");
    COLUMNS.forEach(column -> header.add(column.name()));
    var rows = new ArrayList<List<String>>();
    for (var line : inventory.read().lines()) {
      var row = new ArrayList<String>();
      row.add("external key");
      COLUMNS.forEach(column -> row.add(column.value().apply(line)));
      rows.add(row);
    }
    for (var sentence : inventory.limits()) {
      var row = new ArrayList<String>();
      row.add(NOT_SEEN);
      COLUMNS.stream().skip(1).forEach(_ -> row.add(""));
      row.add(sentence);
      rows.add(row);
    }
    return Csv.of(header, rows);
  }

  public static String json(Inventory inventory) {
    var root = new ObjectMapper().createObjectNode();
    var place = inventory.place();
    root.put("program", Product.NAME + " " + Product.VERSION)
        .put("readAt", inventory.read().at().toString())
        .put("account", place.account())
        .put("region", place.region())
        .put("endpoint", place.endpoint())
        .put("notAws", place.band())
        .put("token", inventory.token().orElse(null))
        .put("kmsKeysNotDescribed", inventory.read().unknown());
    var unseen = root.putArray("notSeen");
    inventory.limits().forEach(unseen::add);
    var keys = root.putArray("externalKeys");
    inventory.read().lines().forEach(line -> put(line, keys.addObject(), inventory));
    return root.toPrettyString() + "\n";
  }

  private static void put(Lineage line, ObjectNode node, Inventory inventory) {
    node.put("externalKeyId", line.xksKeyId());
    var hsmKeys = node.putArray("hsmKeys");
    line.hsmKeys().forEach(key -> hsmKeys.addObject().put("id", key.id()).put("spec", key.spec()));
    node.put("checkValue", line.checkValue());
    var paths = node.putArray("proxyPaths");
    line.proxyPaths().forEach(paths::add);
    line.store()
        .ifPresent(store ->
            node.putObject("keyStore")
                .put("id", store.id())
                .put("name", store.name())
                .put("connectionState", store.connectionState().wordsWithCode())
                .put("proxy", store.proxy().uriEndpoint() + store.proxy().uriPath())
                .put("proxyOfThisWorkstation", inventory.read().ownStores().contains(store.id())));
    line.kmsKey()
        .ifPresent(key ->
            node.putObject("kmsKey")
                .put("arn", key.arn())
                .put("keyState", key.keyState().text())
                .put("created", key.creationDate().toString()));
    var aliases = node.putArray("aliases");
    line.aliases().forEach(aliases::add);
    line.ceremony()
        .ifPresent(one ->
            node.putObject("ceremony")
                .put("title", one.title())
                .put("at", one.at().toString())
                .put("rehearsal", one.rehearsal())
                .put("checkValue", one.checkValue())
                .put("fingerprint", one.fingerprint()));
    line.backup()
        .ifPresent(one ->
            node.putObject("backup")
                .put("at", one.at().toString())
                .put("by", one.by())
                .put("how", one.how()));
    var findings = node.putArray("findings");
    line.mismatches()
        .forEach(one ->
            findings
                .addObject()
                .put("side", one.side().name())
                .put("serious", one.serious())
                .put("words", one.words()));
  }

  private static <T> String of(Optional<T> part, Function<T, String> text) {
    return part.map(text).orElse("");
  }

  private static String join(List<String> texts) {
    return String.join(" ", texts);
  }

  private static String words(Lineage line, boolean serious) {
    return join(
        line.mismatches().stream()
            .filter(one -> one.serious() == serious)
            .map(Mismatch::words)
            .toList());
  }
}
