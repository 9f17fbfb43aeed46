package org.xksworkbench.bridge.ceremony.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import org.xksworkbench.bridge.ceremony.plan.Action;
import org.xksworkbench.bridge.ceremony.plan.FactNames;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.plan.PlanStep;
import org.xksworkbench.bridge.ceremony.plan.Values;
import org.xksworkbench.bridge.paper.PdfPages;
import org.xksworkbench.bridge.paper.PdfPages.Ink;
import org.xksworkbench.bridge.paper.PdfPages.PdfCell;

/// A plan on paper, with room for initials and times.
public final class ScriptPdf {

  private static final float[] STEP = {0.06f, 0.54f, 0.22f, 0.09f, 0.09f};
  private static final float[] PEOPLE = {0.22f, 0.30f, 0.30f, 0.18f};

  private ScriptPdf() {}

  public static byte[] of(Plan plan) {
    try (var pages = new PdfPages("Script: " + plan.title(), "")) {
      pages.note("SCRIPT OF A KEY CEREMONY");
      pages.title(plan.title());
      if (!plan.purpose().isEmpty()) {
        pages.text(plan.purpose());
      }
      pages.space(6);
      pages.fingerprint(
          "SHA-256 of the plan, to be read aloud and compared",
          plan.fingerprint().groups(),
          plan.fingerprint().words());
      if (!plan.values().isEmpty()) {
        pages.heading("Values");
        pages.properties(plan.values());
      }
      pages.heading("People");
      people(pages, plan);
      pages.heading("Steps");
      steps(pages, plan);
      if (!plan.abort().isEmpty()) {
        pages.heading("If the ceremony is aborted");
        pages.text(plan.abort());
      }
      pages.heading("At the end");
      pages.text(
          "Write down what the screen shows, compare it with each other, and sign. Whoever verifies"
              + " the evidence later compares with this page.");
      end(pages);
      pages.heading("Deviations and notes");
      for (var line = 0; line < 8; line++) {
        pages.space(22);
        pages.need(24);
        pages.rule();
      }
      return pages.finish(
          plan.title() + "  \u00b7  plan " + plan.fingerprint().hex().substring(0, 16));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void people(PdfPages pages, Plan plan) throws IOException {
    pages.beginTable(List.of("Role", "Duty", "Name, signature", "Date, time, zone"), PEOPLE, true);
    for (var role : plan.roles().values()) {
      pages.row(
          List.of(
              PdfCell.bold(role.title()), PdfCell.of(role.duty()), PdfCell.of(""), PdfCell.of("")),
          PEOPLE,
          9,
          44);
    }
    pages.endTable();
  }

  private static void steps(PdfPages pages, Plan plan) throws IOException {
    pages.beginTable(
        List.of("Step", "What is said and done", "Who", "Initials", "Time"), STEP, true);
    var values = Values.of(plan.values());
    var number = 1;
    for (var step : plan.steps()) {
      pages.row(
          List.of(
              PdfCell.bold(String.valueOf(number++)),
              PdfCell.of(what(step, values)),
              PdfCell.of(who(plan, step)),
              PdfCell.of(""),
              PdfCell.of("")),
          STEP,
          9,
          46);
    }
    pages.endTable();
  }

  private static String what(PlanStep step, Values values) {
    var lines = new ArrayList<String>();
    lines.add(step.title() + (step.action().irreversible() ? "  (cannot be undone)" : ""));
    if (!step.say().isEmpty()) {
      lines.add("\u201c" + values.onPaper(step.say()) + "\u201d");
    }
    step.expect()
        .forEach((name, value) ->
            lines.add("Expected: " + FactNames.words(name) + ": " + values.onPaper(value)));
    if (step.action().facts().contains("checkValue")) {
      lines.add("Check value: ____________________");
    }
    if (step.action() instanceof Action.Beacon beacon) {
      beacon.fields().forEach(field -> lines.add(field.prompt() + ": ____________________"));
    }
    return String.join("\n", lines);
  }

  private static String who(Plan plan, PlanStep step) {
    var lines = new ArrayList<String>();
    if (!step.authorise().isEmpty()) {
      lines.add("authorises: " + titles(plan, step.authorise()));
    }
    step.quorum().ifPresent(quorum -> lines.add("authorise: " + quorum.words(plan)));
    lines.add("acts: " + plan.role(step.by()).title());
    if (!step.confirm().isEmpty()) {
      lines.add("confirms: " + titles(plan, step.confirm()));
    }
    return String.join("\n", lines);
  }

  private static String titles(Plan plan, List<String> roles) {
    return roles.stream().map(role -> plan.role(role).title()).collect(Collectors.joining(", "));
  }

  private static void end(PdfPages pages) throws IOException {
    var shares = new float[] {0.28f, 0.72f};
    var lines = new LinkedHashMap<String, Float>();
    lines.put("Final fingerprint", 52f);
    lines.put("Head words after what cannot be undone, and before each break", 52f);
    lines.put("Words of my own key", 30f);
    lines.put("Bundle, medium, bag number", 30f);
    for (var line : lines.entrySet()) {
      pages.row(
          List.of(new PdfCell(line.getKey(), false, Ink.GREY), PdfCell.of("")),
          shares,
          9,
          line.getValue());
    }
  }
}
