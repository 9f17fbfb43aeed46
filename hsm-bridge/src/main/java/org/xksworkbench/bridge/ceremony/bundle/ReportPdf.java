package org.xksworkbench.bridge.ceremony.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.plan.FactNames;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.PlanStep;
import org.xksworkbench.bridge.ceremony.transcript.Event;
import org.xksworkbench.bridge.ceremony.transcript.TranscriptEntry;
import org.xksworkbench.bridge.paper.PdfPages;
import org.xksworkbench.bridge.paper.PdfPages.Ink;
import org.xksworkbench.bridge.paper.PdfPages.PdfCell;

/// The report for people. Everything in it is in the transcript; the transcript is the evidence.
final class ReportPdf {

  private static final float[] PEOPLE = {0.18f, 0.22f, 0.30f, 0.30f};
  private static final float[] STEP = {0.05f, 0.25f, 0.40f, 0.30f};
  private static final float[] HAPPENED = {0.16f, 0.16f, 0.68f};

  private final Plan plan;
  private final List<TranscriptEntry> entries;
  private final Event.Opened header;
  private final Event.Closed end;
  private final ZoneId zone;

  private ReportPdf(Plan plan, List<TranscriptEntry> entries) {
    this.plan = plan;
    this.entries = entries;
    this.header = (Event.Opened) entries.getFirst().event();
    this.end = (Event.Closed) entries.getLast().event();
    this.zone = ZoneId.of(header.zone());
  }

  /// @param entries of a ceremony whose last line is written
  static byte[] of(Plan plan, List<TranscriptEntry> entries) {
    try {
      return new ReportPdf(plan, entries).write(entries.getLast().hash());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private byte[] write(Fingerprint fingerprint) throws IOException {
    try (var pages =
        new PdfPages("Report: " + plan.title(), header.rehearsal() ? "REHEARSAL" : "")) {
      pages.note(header.rehearsal() ? "REPORT OF A REHEARSAL" : "REPORT OF A KEY CEREMONY");
      pages.title(plan.title());
      if (header.rehearsal()) {
        pages.warning(
            "This was a rehearsal.",
            "It ran on a token and a KMS that stand in for the real ones. Nothing of it counts.");
      }
      if (end.outcome().equals("aborted")) {
        pages.warning("This ceremony was aborted.", "Its steps after the abort were not done.");
      }
      pages.properties(summary());
      pages.space(8);
      fingerprint(pages, "FINAL FINGERPRINT of the transcript", fingerprint);
      fingerprint(pages, "PLAN, SHA-256 of the file", plan.fingerprint());
      pages.qrCode(
          fingerprint.hex(),
          "The QR code holds the final fingerprint. Compare it, or the words above, with what the"
              + " participants wrote on paper. To verify the bundle, on any machine:\n\n"
              + "hsm-bridge ceremony verify BUNDLE --fingerprint FINGERPRINT\n\n"
              + "with the fingerprint as it stands on the paper, not as it stands here.");
      key(pages);
      pages.heading("People");
      pages.beginTable(
          List.of("Role", "Name", "Key, to compare with the paper", "Signature, date, time, zone"),
          PEOPLE,
          true);
      for (var cast : header.people()) {
        pages.row(
            List.of(
                PdfCell.of(plan.role(cast.role()).title()),
                PdfCell.bold(cast.name()),
                PdfCell.small(
                    String.join(" ", new Fingerprint(cast.credential()).words().subList(0, 8))),
                PdfCell.of("")),
            PEOPLE,
            9,
            34);
      }
      pages.endTable();
      pages.heading("Steps");
      steps(pages);
      events(pages);
      pages.heading("Environment");
      var environment = new TreeMap<String, String>();
      header.environment().forEach((name, value) -> environment.put(FactNames.words(name), value));
      pages.properties(environment);
      limits(pages);
      return pages.finish(
          plan.title()
              + "  \u00b7  "
              + fingerprint.hex().substring(0, 16)
              + (header.rehearsal() ? "  \u00b7  REHEARSAL" : ""));
    }
  }

  private static void fingerprint(PdfPages pages, String name, Fingerprint fingerprint)
      throws IOException {
    pages.fingerprint(name, fingerprint.groups(), fingerprint.words());
  }

  private Map<String, String> summary() {
    var summary = new LinkedHashMap<String, String>();
    summary.put(
        "Outcome",
        end.outcome() + ", " + end.steps() + " of " + plan.steps().size() + " steps begun");
    summary.put("Begun", both(entries.getFirst().at()));
    summary.put("Ended", both(entries.getLast().at()));
    summary.put("Nonce", header.nonce());
    summary.put(
        "Not as planned",
        end.deviations() + " deviations, " + end.interruptions() + " interruptions");
    return summary;
  }

  /// The key and what belongs to it, from whatever steps told it.
  private void key(PdfPages pages) throws IOException {
    var told = new LinkedHashMap<String, String>();
    for (var step : plan.steps()) {
      var facts = facts(step);
      switch (step.action().name()) {
        case "generate-key" -> {
          put(told, "Key on the token", facts.get("label"));
          put(told, "Key ID (CKA_ID)", facts.get("id"));
          put(told, "Type", facts.get("type"));
          put(told, "Extractable", facts.get("extractable"));
        }
        case "check-value" -> {
          put(told, "Check value", facts.get("checkValue"));
          put(told, "Check value is", facts.get("method"));
          put(told, "Signing by the key", facts.get("signing"));
        }
        case "create-kms-key" -> {
          put(told, "KMS key ARN", facts.get("arn"));
          put(told, "Alias", facts.get("alias"));
          put(told, "External key store", facts.get("keyStore"));
          put(told, "Request ID of CreateKey", facts.get("requestId"));
          put(told, "Request ID of CreateAlias", facts.get("aliasRequestId"));
        }
        case "prove" -> {
          put(told, "What was encrypted came back", facts.get("roundTrip"));
          put(told, "Request ID of Encrypt", facts.get("encryptRequestId"));
          put(told, "Request ID of Decrypt", facts.get("decryptRequestId"));
        }
        case "destroy" -> {
          put(told, "Key that was destroyed", facts.get("label"));
          put(told, "Keys left with this label", facts.get("keysWithLabel"));
        }
        default -> {}
      }
    }
    if (!told.isEmpty()) {
      pages.heading("The key");
      pages.properties(told);
      pages.note(
          "A check value of three bytes shows that two keys differ. It does not identify a key.");
    }
  }

  private static void put(
      Map<String, String> told, String name, @org.jspecify.annotations.Nullable String value) {
    if (value != null) {
      told.put(name, value);
    }
  }

  private Map<String, String> facts(PlanStep step) {
    var facts = new LinkedHashMap<String, String>();
    for (var entry : entries) {
      if (entry.event() instanceof Event.Acted acted && acted.step().equals(step.id())) {
        facts.putAll(acted.facts());
      }
    }
    return facts;
  }

  private void steps(PdfPages pages) throws IOException {
    pages.beginTable(List.of("", "Step", "What came", "Who, when (UTC)"), STEP, false);
    var number = 1;
    for (var step : plan.steps()) {
      var who = new ArrayList<String>();
      var notes = new ArrayList<String>();
      step.quorum().ifPresent(quorum -> who.add(quorum.words(plan) + " authorise"));
      var differs = false;
      for (var entry : entries) {
        if (!(entry.event() instanceof Event.OfStep of) || !of.step().equals(step.id())) {
          continue;
        }
        switch (of) {
          case Event.Authorised event -> who.add(line("authorised", event.person(), entry));
          case Event.Begun _ -> who.add(time(entry.at(), ZoneOffset.UTC) + " begun");
          case Event.Confirmed event -> who.add(line("confirmed", event.person(), entry));
          case Event.Acted event -> {
            differs |= !event.differences().isEmpty();
            event.differences().forEach(words -> notes.add("NOT AS EXPECTED: " + words));
            if (event.recovered()) {
              notes.add("The act had been interrupted and was found done.");
            }
          }
          case Event.ConsentDenied event ->
              notes.add("REFUSED by " + event.person() + ": " + event.reason());
          case Event.ActFailed event -> notes.add("Failed: " + event.reason());
          case Event.Asked event -> notes.add("Asked: " + event.found());
          case Event.Deviated event ->
              notes.add(
                  (event.skips() ? "LEFT OUT: " : "DEVIATION: ")
                      + event.reason()
                      + " Agreed: "
                      + String.join(", ", event.agreed())
                      + ".");
          case Event.Noted _ -> {}
        }
      }
      var came = new ArrayList<String>();
      if (!step.action().name().equals("check") || facts(step).size() < 8) {
        facts(step).forEach((name, value) -> came.add(FactNames.words(name) + ": " + value));
      } else {
        came.add("as listed under Environment");
      }
      came.addAll(notes);
      pages.row(
          List.of(
              PdfCell.bold(String.valueOf(number++)),
              PdfCell.bold(step.title()),
              new PdfCell(
                  who.isEmpty() ? "not done" : String.join("\n", came),
                  false,
                  differs || who.isEmpty() ? Ink.RED : Ink.BLACK),
              PdfCell.small(String.join("\n", who))),
          STEP,
          8.5f,
          0);
    }
    pages.endTable();
  }

  private static String line(String what, String person, TranscriptEntry entry) {
    return time(entry.at(), ZoneOffset.UTC) + " " + what + " " + person;
  }

  private void events(PdfPages pages) throws IOException {
    var rows = new ArrayList<List<PdfCell>>();
    for (var entry : entries) {
      var told =
          switch (entry.event()) {
            case Event.Deviated event ->
                List.of(
                    event.skips() ? "step left out" : "deviation",
                    event.step()
                        + ": "
                        + event.reason()
                        + " Agreed: "
                        + String.join(", ", event.agreed())
                        + ".");
            case Event.ConsentDenied event ->
                List.of(
                    "refusal", event.step() + ": " + event.reason() + " (" + event.person() + ")");
            case Event.SideNote event -> List.of(event.what(), event.words());
            case Event.Paused event ->
                List.of("pause", event.reason() + " (" + event.person() + ")");
            case Event.BreakTaken event ->
                List.of(
                    "break",
                    event.reason()
                        + " ("
                        + event.person()
                        + "). Stayed: "
                        + String.join(", ", event.staying())
                        + ".");
            case Event.Continued event -> List.of("went on", event.person());
            case Event.Interrupted event ->
                List.of(
                    "interruption",
                    "The program had ended; "
                        + event.gapSeconds()
                        + " seconds are not covered."
                        + (event.tornBytes() > 0
                            ? " A line of " + event.tornBytes() + " bytes was torn."
                            : "")
                        + (event.changes().isEmpty()
                            ? ""
                            : " Changed: " + String.join("; ", event.changes()) + "."));
            case Event.Aborted event ->
                List.of(
                    "abort",
                    event.reason() + " Agreed: " + String.join(", ", event.agreed()) + ".");
            case Event.Opened _,
                Event.Authorised _,
                Event.Begun _,
                Event.Noted _,
                Event.Acted _,
                Event.ActFailed _,
                Event.Asked _,
                Event.Confirmed _,
                Event.Closed _ ->
                List.<String>of();
          };
      if (!told.isEmpty()) {
        rows.add(
            List.of(
                PdfCell.small(time(entry.at(), ZoneOffset.UTC) + " UTC"),
                PdfCell.bold(told.getFirst()),
                PdfCell.of(told.getLast())));
      }
    }
    pages.heading("Deviations, pauses, interruptions");
    if (rows.isEmpty()) {
      pages.text("There were none.");
    } else {
      pages.table(List.of("When", "What", "Why, who"), HAPPENED, rows);
    }
  }

  private static void limits(PdfPages pages) throws IOException {
    pages.heading("What this report does not claim");
    for (var limit :
        List.of(
            "It does not claim compliance with any standard. Compliance is the organisation's: its"
                + " people, rooms, procedures and auditors.",
            "The transcript is tamper-evident, not tamper-proof. A change is seen by comparing with"
                + " the fingerprint on paper, or with the keys of the people. All of them together"
                + " can make another transcript.",
            "That a person signed does not show that they read what they signed.",
            "It does not show in which device the key is. No attestation was verified.",
            "A check value identifies nothing. Three bytes show that two keys differ.",
            "The clock is that of the workstation, compared by a person with another one.",
            "The environment is what the workstation tells of itself. A workstation that was"
                + " tampered with can tell something else.",
            "No key material, no PIN and no passphrase is in this bundle; the program writes none"
                + " of them to any file.")) {
      pages.text("\u2022 " + limit);
    }
  }

  private String both(Instant at) {
    return day(at, ZoneOffset.UTC) + " UTC  (" + day(at, zone) + " " + zone.getId() + ")";
  }

  private static String day(Instant at, ZoneId zone) {
    return DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss", Locale.ROOT).format(at.atZone(zone));
  }

  private static String time(Instant at, ZoneId zone) {
    return DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).format(at.atZone(zone));
  }
}
