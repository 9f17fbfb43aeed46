package org.xksworkbench.app.ui.screen.keydetail;

import java.io.IOException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.bridge.paper.PdfPages;
import org.xksworkbench.bridge.paper.PdfPages.PdfCell;
import org.xksworkbench.bridge.xks.audit.XksCall;

/// A proof on paper: the requests to AWS KMS beside the log of the XKS proxy.
final class ProofPdf {

  private static final String TITLE = "Proof of a KMS key in an external key store";
  private static final float[] REQUESTS = {0.20f, 0.60f, 0.20f};
  private static final float[] LOG = {0.23f, 0.12f, 0.20f, 0.08f, 0.12f, 0.25f};
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double MICROS_PER_MILLI = 1e3;

  private ProofPdf() {}

  /// @param overtaken what happened to the key since; empty if the proof still holds
  static byte[] of(Proof proof, KmsKey key, String overtaken, KmsEndpoint endpoint)
      throws IOException {
    var time = proof.at().truncatedTo(ChronoUnit.SECONDS).toString();
    try (var pages = new PdfPages(TITLE, "")) {
      pages.title(TITLE);
      if (!endpoint.isAws()) {
        pages.warning("This is not AWS:", endpoint.uri().toString());
      }
      if (!overtaken.isEmpty()) {
        pages.warning("It holds no more:", "the key was proved " + overtaken + ".");
      }
      pages.text(
          "32 random bytes were encrypted under this KMS key and decrypted again, through AWS KMS,"
              + " the XKS proxy and the HSM. The same came back.");
      var facts = new LinkedHashMap<String, String>();
      facts.put("Time", time);
      facts.put("KMS key", key.arn());
      key.customKeyStoreId().ifPresent(id -> facts.put("External key store", id));
      key.xksKeyId().ifPresent(id -> facts.put("External key", id));
      facts.put("AWS KMS", endpoint.uri().toString());
      facts.put("Ciphertext", proof.ciphertextBytes() + " bytes");
      pages.properties(facts);
      pages.heading("Requests to AWS KMS");
      pages.table(
          List.of("Operation", "KMS request ID", "Took"),
          REQUESTS,
          List.of(
              request("Encrypt", proof.encryptRequestId(), proof.encryptTook()),
              request("Decrypt", proof.decryptRequestId(), proof.decryptTook())));
      pages.note(
          "AWS CloudTrail has both requests, with the encryption context purpose ="
              + " xks-workbench-proof.");
      pages.heading("Log of the XKS proxy");
      if (proof.calls().isEmpty()) {
        pages.text("Its log was not seen: the proxy of this key store is not run from here.");
      } else {
        pages.table(
            List.of("Time", "Operation", "External key", "HTTP", "Took", "KMS request ID"),
            LOG,
            proof.calls().stream().map(ProofPdf::logLine).toList());
      }
      return pages.finish(TITLE + ", " + time);
    }
  }

  private static List<PdfCell> request(String operation, String requestId, Duration took) {
    return List.of(
        PdfCell.bold(operation),
        PdfCell.of(requestId),
        PdfCell.of(String.format(Locale.ROOT, "%.1f ms", took.toNanos() / NANOS_PER_MILLI)));
  }

  private static List<PdfCell> logLine(XksCall call) {
    return List.of(
        PdfCell.of(call.at().truncatedTo(ChronoUnit.MILLIS).toString()),
        PdfCell.of(call.operation()),
        PdfCell.of(call.xksKeyId()),
        PdfCell.of(Integer.toString(call.httpStatus())),
        PdfCell.of(
            String.format(
                Locale.ROOT,
                "%.1f ms, token %.1f ms",
                call.totalMicros() / MICROS_PER_MILLI,
                call.tokenMicros() / MICROS_PER_MILLI)),
        PdfCell.of(call.kmsRequestId()));
  }
}
