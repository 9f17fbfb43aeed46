package org.xksworkbench.app.inventory;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.text.PDFTextStripper;
import org.xksworkbench.app.kms.ConnectionState;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyOrigin;
import org.xksworkbench.app.kms.KeyState;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.lineage.Lineage;
import org.xksworkbench.app.lineage.LineageReading;
import org.xksworkbench.app.lineage.Mismatch;
import org.xksworkbench.app.record.BackupRecord;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.HsmKey;

/// Two key stores of ours, `payments` connected and `archive` not, and `branch` of another machine;
/// keys as a test adds them.
final class FollowedKeys {

  static final Instant AT = Instant.parse("2026-11-30T12:00:00Z");
  static final String OWN = "https://xks.example.com";
  static final SurveyedPlace AWS =
      new SurveyedPlace(
          "111122223333", "eu-central-1", "https://kms.eu-central-1.amazonaws.com", "");

  private static final ExternalKeyStore PAYMENTS =
      store("payments", OWN, new ConnectionState.Connected());
  private static final ExternalKeyStore ARCHIVE =
      store("archive", OWN, new ConnectionState.Disconnected());
  private static final ExternalKeyStore BRANCH =
      store("branch", "https://xks.branch.example", new ConnectionState.Connected());

  private final List<Lineage> lines = new ArrayList<>();
  private int unknown;

  FollowedKeys payments(String label, KeyState state) {
    return add(label, label, PAYMENTS, state, true);
  }

  FollowedKeys archive(String label) {
    return add(label, label, ARCHIVE, KeyState.KnownKeyState.UNAVAILABLE, true);
  }

  FollowedKeys branch(String label) {
    return add(label, "branch-" + label, BRANCH, KeyState.KnownKeyState.ENABLED, false);
  }

  /// Whose HSM key is not on the token.
  FollowedKeys lost(String label) {
    return add(label, label, PAYMENTS, KeyState.KnownKeyState.ENABLED, false);
  }

  /// That no KMS key uses.
  FollowedKeys unused(String label) {
    lines.add(
        new Lineage(
            label,
            List.of(hsmKey(label)),
            "",
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Optional.empty(),
            Optional.empty(),
            List.of(
                new Mismatch(Mismatch.Side.KMS_KEY, false, "No KMS key uses it."),
                new Mismatch(Mismatch.Side.BACKUP, true, "It has no backup."))));
    return this;
  }

  FollowedKeys undescribed(int number) {
    unknown = number;
    return this;
  }

  LineageReading reading() {
    return new LineageReading(AT, lines, Set.of(PAYMENTS.id(), ARCHIVE.id()), unknown);
  }

  static String textOf(byte[] pdf) {
    try (var document = Loader.loadPDF(pdf)) {
      return new PDFTextStripper().getText(document).replaceAll("\\s+", " ");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private FollowedKeys add(
      String label, String alias, ExternalKeyStore store, KeyState state, boolean onToken) {
    lines.add(
        new Lineage(
            label,
            onToken ? List.of(hsmKey(label)) : List.of(),
            onToken ? "AB12CD" : "",
            onToken ? List.of(store.proxy().uriPath()) : List.of(),
            Optional.of(store),
            Optional.of(kmsKey(alias, label, store.id(), state)),
            List.of("alias/" + alias),
            Optional.empty(),
            Optional.of(new BackupRecord(AT, "token", label, "ada", "two cards")),
            List.of()));
    return this;
  }

  private static HsmKey hsmKey(String label) {
    return new HsmKey(AesKeyTemplate.forExternalKeyStore(label).asMade("0a"));
  }

  private static KmsKey kmsKey(String name, String label, String storeId, KeyState state) {
    return new KmsKey(
        name + "-kms",
        "arn:aws:kms:eu-central-1:111122223333:key/" + name + "-kms",
        "111122223333",
        "",
        state,
        "SYMMETRIC_DEFAULT",
        "ENCRYPT_DECRYPT",
        KeyOrigin.KnownKeyOrigin.EXTERNAL_KEY_STORE,
        false,
        true,
        AT,
        Optional.of(storeId),
        Optional.of(label),
        Optional.empty());
  }

  private static ExternalKeyStore store(String name, String endpoint, ConnectionState state) {
    return new ExternalKeyStore(
        "cks-" + name,
        name,
        state,
        new ExternalKeyStore.XksProxyConfiguration(
            ExternalKeyStore.Connectivity.PUBLIC_ENDPOINT,
            endpoint,
            "/" + name + "/kms/xks/v1",
            "-",
            Optional.empty(),
            Optional.empty()),
        AT);
  }
}
