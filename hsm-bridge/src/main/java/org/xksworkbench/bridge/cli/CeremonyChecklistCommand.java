package org.xksworkbench.bridge.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.ceremony.bundle.Checklist;
import org.xksworkbench.bridge.ceremony.bundle.ChecklistPdf;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import org.xksworkbench.bridge.ceremony.format.Members;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.run.LineEvents;
import org.xksworkbench.bridge.store.StoreException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ceremony checklist`
@Command(
    name = "checklist",
    mixinStandardHelpOptions = true,
    description = {
      "Makes an auditor's checklist: of a plan, what must be seen in each step, with boxes; of a"
          + " bundle, the same with what the transcript tells. Demands of others that steps meet"
          + " (\"covers\" in a plan of version 2) are listed.",
      "Exit code 0: made; each demand that was given is covered. 1: the evidence does not hold. 2:"
          + " wrong use, or it cannot be read. 3: made, and a demand is covered by no step, or by"
          + " none that was done."
    })
final class CeremonyChecklistCommand implements Callable<Integer> {

  @Parameters(
      paramLabel = "PLAN|BUNDLE",
      description = "A plan, *.yaml, or a bundle's folder or its file *.xkcb.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path source;

  @Option(names = "--out", description = "The PDF; it must not exist yet.")
  private @Nullable Path out;

  @Option(
      names = "--demands",
      paramLabel = "FILE",
      description =
          "A text file of what must be covered: one demand a line, in the words of \"covers\"; lines"
              + " that begin with # are left out.")
  private @Nullable Path demands;

  @Option(names = "--json", description = "Prints one object; --out may be left out then.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    return CeremonyCommand.reading(this::make).code();
  }

  private ExitStatus make() {
    if (out == null && !json) {
      throw new CommandFailure(ExitStatus.USAGE, "Say by --out where the PDF goes.");
    }
    var wanted = demands == null ? List.<String>of() : lines(demands);
    var checklist = checklist(wanted);
    if (checklist.isEmpty()) {
      return ExitStatus.FAILED;
    }
    if (out != null) {
      CeremonyCommand.writeNew(out, ChecklistPdf.of(checklist.get()));
    }
    tell(checklist.get());
    return checklist.get().uncovered().isEmpty() ? ExitStatus.DONE : ExitStatus.NOT_ESTABLISHED;
  }

  private Optional<Checklist> checklist(List<String> wanted) {
    if (!Files.isDirectory(source) && source.toString().matches(".*\\.ya?ml")) {
      return Optional.of(Checklist.of(Plan.read(source), wanted));
    }
    return SealedEvidence.read(source, new Pins(), spec.commandLine().getErr())
        .map(SealedEvidence::summary)
        .map(summary ->
            Checklist.of(
                summary
                    .plan()
                    .orElseThrow(() ->
                        new CommandFailure(
                            ExitStatus.USAGE,
                            "A public version holds no plan. Give the bundle, or the plan.")),
                LineEvents.of(summary.transcript()),
                wanted));
  }

  private static List<String> lines(Path file) {
    try {
      return Files.readAllLines(file, StandardCharsets.UTF_8).stream()
          .map(String::strip)
          .filter(line -> !line.isEmpty() && !line.startsWith("#"))
          .distinct()
          .toList();
    } catch (IOException e) {
      throw new CommandFailure(
          ExitStatus.USAGE, file + " cannot be read: " + StoreException.words(e));
    }
  }

  private void tell(Checklist checklist) {
    var print = spec.commandLine().getOut();
    if (json) {
      print.println(json(checklist));
    } else if (!checklist.uncovered().isEmpty()) {
      print.println("No step covers:");
      checklist.uncovered().forEach(demand -> print.println("  " + demand));
    }
    print.flush();
  }

  private static com.fasterxml.jackson.databind.node.ObjectNode json(Checklist checklist) {
    var node =
        JsonNodeFactory.instance
            .objectNode()
            .put("plan", checklist.plan().fingerprint().hex())
            .put("after", checklist.after());
    var steps = node.putArray("steps");
    for (var step : checklist.steps()) {
      var one = steps.addObject().put("id", step.step().id()).put("title", step.step().title());
      step.toSee().forEach(one.putArray("toSee")::add);
      step.step().covers().forEach(one.putArray("covers")::add);
      if (checklist.after()) {
        one.put("end", Members.word(step.end()));
        step.told().forEach(one.putArray("told")::add);
      }
    }
    checklist.uncovered().forEach(node.putArray("uncovered")::add);
    return node;
  }
}
