package org.xksworkbench.bridge.ceremony.bundle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.xksworkbench.bridge.paper.PdfPages;
import org.xksworkbench.bridge.paper.PdfPages.Ink;
import org.xksworkbench.bridge.paper.PdfPages.PdfCell;

/// A checklist on paper: boxes before, what came after.
public final class ChecklistPdf {

  private static final float[] BEFORE = {0.06f, 0.56f, 0.24f, 0.14f};
  private static final float[] AFTER = {0.06f, 0.40f, 0.40f, 0.14f};
  private static final float[] DEMANDS = {0.70f, 0.30f};
  private static final String BOX = "[    ]";

  private ChecklistPdf() {}

  public static byte[] of(Checklist checklist) {
    var plan = checklist.plan();
    try (var pages = new PdfPages("Checklist: " + plan.title(), "")) {
      pages.note(
          checklist.after()
              ? "CHECKLIST OF A KEY CEREMONY, AFTER ITS END"
              : "CHECKLIST OF A KEY CEREMONY, FOR THE AUDITOR");
      pages.title(plan.title());
      pages.space(6);
      pages.fingerprint(
          "SHA-256 of the plan, to be compared with the screen",
          plan.fingerprint().groups(),
          plan.fingerprint().words());
      if (!checklist.after()) {
        pages.heading("Before");
        boxes(
            pages,
            List.of(
                "The words of the plan on the screen are those above.",
                "I know the words of each person's key, from each person.",
                "My own key is on my own medium, and was not made at the table.",
                "A machine of my own is there, on which I verify afterwards."));
      }
      pages.heading("Steps");
      steps(pages, checklist);
      demands(pages, checklist);
      if (checklist.after()) {
        pages.note(
            "What stands here is what the transcript tells. That somebody saw it, the signature of"
                + " who saw it shows.");
      } else {
        pages.heading("Afterwards, on a machine of my own");
        boxes(
            pages,
            List.of(
                "The final fingerprint is the one on my paper.",
                "hsm-bridge ceremony verify ended with 0, and verify2.py, too.",
                "I counter-signed, or said why I do not."));
      }
      return pages.finish(
          plan.title() + "  \u00b7  plan " + plan.fingerprint().hex().substring(0, 16));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void boxes(PdfPages pages, List<String> sentences) throws IOException {
    for (var sentence : sentences) {
      pages.text(BOX + "  " + sentence);
    }
  }

  private static void steps(PdfPages pages, Checklist checklist) throws IOException {
    var shares = checklist.after() ? AFTER : BEFORE;
    pages.beginTable(
        List.of(
            "Step",
            "What must be seen",
            checklist.after() ? "What the transcript tells" : "Covers",
            checklist.after() ? "Covers" : "Seen"),
        shares,
        !checklist.after());
    var number = 1;
    for (var step : checklist.steps()) {
      var cells = new ArrayList<PdfCell>();
      cells.add(PdfCell.bold(String.valueOf(number++)));
      cells.add(PdfCell.of(step.step().title() + "\n" + String.join("\n", step.toSee())));
      var covers = PdfCell.small(String.join("\n", step.step().covers()));
      if (checklist.after()) {
        cells.add(story(step));
        cells.add(covers);
      } else {
        cells.add(covers);
        cells.add(PdfCell.of(BOX));
      }
      pages.row(cells, shares, 8.5f, checklist.after() ? 0 : 30);
    }
    pages.endTable();
  }

  private static PdfCell story(Checklist.CheckedStep step) {
    var end =
        switch (step.end()) {
          case NOT_DONE -> "NOT DONE";
          case DONE -> "done";
          case DEVIATED -> "done with a deviation";
          case LEFT_OUT -> "LEFT OUT";
        };
    return new PdfCell(
        end + "\n" + String.join("\n", step.told()),
        false,
        step.end() == Checklist.StepEnd.DONE ? Ink.BLACK : Ink.RED);
  }

  private static void demands(PdfPages pages, Checklist checklist) throws IOException {
    var demands = checklist.demands();
    if (!demands.isEmpty()) {
      pages.heading("By demand");
      pages.table(
          List.of("Demand", "Steps"),
          DEMANDS,
          demands.entrySet().stream()
              .map(demand ->
                  List.of(
                      PdfCell.of(demand.getKey()),
                      PdfCell.of(
                          demand.getValue().stream()
                              .map(String::valueOf)
                              .collect(Collectors.joining(", ")))))
              .toList());
    }
    if (!checklist.uncovered().isEmpty()) {
      pages.heading("Demands that no step covers");
      for (var demand : checklist.uncovered()) {
        pages.text("\u2022 " + demand);
      }
    }
  }
}
