package org.xksworkbench.bridge.cli;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ExitStatus;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.evidence.Addition;
import org.xksworkbench.bridge.ceremony.evidence.EvidenceCheck;
import org.xksworkbench.bridge.ceremony.evidence.Pins;
import org.xksworkbench.bridge.ceremony.evidence.Publication;
import org.xksworkbench.bridge.ceremony.evidence.SealTimeStamp;
import org.xksworkbench.bridge.ceremony.writing.BundleAdditions;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `ceremony anchor`
@Command(
    name = "anchor",
    mixinStandardHelpOptions = true,
    description = {
      "Puts something beside the seal of a bundle by which others know that it was there by then:"
          + " the answer of a time stamp authority (RFC 3161), a proof of OpenTimestamps, or where"
          + " the fingerprint was printed. It opens no connection: files are carried there and"
          + " back.",
      "Exit code 0: done; an answer of an authority was compared with --tsa-ca. 1: the evidence or"
          + " what was to be added does not hold, and nothing was added. 2: wrong use, or it cannot"
          + " be read. 3: added, and what stands behind it was compared with nothing."
    })
final class CeremonyAnchorCommand implements Callable<Integer> {

  /// What is done.
  static final class AnchorChoice {
    @Option(
        names = "--query",
        paramLabel = "FILE",
        description = "Writes the request for the authority, *.tsq, and adds nothing.")
    private @Nullable Path query;

    @Option(
        names = "--tsr",
        paramLabel = "FILE",
        description = "Adds the answer of the authority, as after/seal.tsr.")
    private @Nullable Path answer;

    @Option(
        names = "--ots",
        paramLabel = "FILE",
        description = "Adds a proof of OpenTimestamps over seal.json, as after/seal.ots.")
    private @Nullable Path openTimestamps;

    @Option(
        names = "--published",
        paramLabel = "WHERE",
        description = "Adds where the fingerprint was printed, as after/publication.json.")
    private @Nullable String where;
  }

  @Parameters(
      paramLabel = "BUNDLE",
      description = "A bundle's folder, to which it is added, or a file *.xkcb.")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private Path bundle;

  @ArgGroup(multiplicity = "1")
  @SuppressWarnings("NullAway.Init") // set by picocli
  private AnchorChoice choice;

  @Option(
      names = "--tsa-ca",
      paramLabel = "FILE",
      description = "Certificates of time stamp authorities that are believed, PEM.")
  private List<Path> authorities = List.of();

  @Option(
      names = "--on",
      paramLabel = "DAY",
      description = "With --published: the day, such as 2027-03-04.")
  private @Nullable LocalDate day;

  @Option(
      names = "--scan",
      paramLabel = "FILE",
      description = "With --published: a picture of the page, *.jpg, *.png or *.pdf.")
  private @Nullable Path scan;

  @Option(
      names = "--to",
      paramLabel = "FILE",
      description = "Of a file *.xkcb: the new file *.xkcb to which it is added.")
  private @Nullable Path target;

  @Option(names = "--json", description = "Prints one object.")
  private boolean json;

  @Spec
  @SuppressWarnings("NullAway.Init") // set by picocli
  private CommandSpec spec;

  @Override
  public Integer call() {
    return CeremonyCommand.reading(this::anchor).code();
  }

  private ExitStatus anchor() {
    if ((day != null || scan != null) && choice.where == null) {
      throw new CommandFailure(ExitStatus.USAGE, "--on and --scan belong to --published.");
    }
    var pins = new Pins();
    authorities.forEach(pins::timeStampAuthority);
    var evidence = SealedEvidence.read(bundle, pins, spec.commandLine().getErr());
    if (evidence.isEmpty()) {
      return ExitStatus.FAILED;
    }
    if (choice.query != null) {
      CeremonyCommand.writeNew(choice.query, SealTimeStamp.query(evidence.get().seal()));
      tell(choice.query.toString(), Optional.empty());
      return ExitStatus.DONE;
    }
    var files = files(evidence.get().summary());
    try {
      BundleAdditions.add(bundle, Optional.ofNullable(target), files);
    } catch (BundleAdditions.AdditionException e) {
      throw new CommandFailure(ExitStatus.FAILED, e.getMessage());
    }
    var name = files.firstKey();
    var result = EvidenceCheck.of(Optional.ofNullable(target).orElse(bundle), pins);
    var added =
        result.summary().orElseThrow().additions().stream()
            .filter(addition -> addition.file().equals(name))
            .findFirst()
            .orElseThrow();
    tell(name, Optional.of(added));
    return added instanceof Addition.TimeStamped stamp && stamp.trusted()
        ? ExitStatus.DONE
        : ExitStatus.NOT_ESTABLISHED;
  }

  private SortedMap<String, byte[]> files(EvidenceCheck.EvidenceSummary summary) {
    var files = new TreeMap<String, byte[]>();
    if (choice.answer != null) {
      files.put(BundleAdditions.freeTimeStampName(bundle), CeremonyCommand.content(choice.answer));
    } else if (choice.openTimestamps != null) {
      files.put("after/seal.ots", CeremonyCommand.content(choice.openTimestamps));
    } else if (choice.where != null) {
      if (day == null) {
        throw new CommandFailure(ExitStatus.USAGE, "Say by --on on which day it was printed.");
      }
      var picture = scan == null ? Optional.<Publication.PageScan>empty() : picture(scan, files);
      files.put(
          "after/publication.json",
          new Publication(summary.fingerprint(), choice.where, day, picture).write());
    }
    return files;
  }

  private static Optional<Publication.PageScan> picture(
      Path file, SortedMap<String, byte[]> files) {
    var name =
        Publication.scanName(String.valueOf(file.getFileName()))
            .orElseThrow(() ->
                new CommandFailure(
                    ExitStatus.USAGE, "A scan is a file *.jpg, *.png or *.pdf: " + file));
    var picture = CeremonyCommand.content(file);
    files.put(name, picture);
    return Optional.of(new Publication.PageScan(name, Fingerprint.of(picture)));
  }

  private void tell(String file, Optional<Addition> added) {
    var out = spec.commandLine().getOut();
    if (json) {
      var node = JsonNodeFactory.instance.objectNode();
      if (added.isPresent()) {
        node.put("bundle", Optional.ofNullable(target).orElse(bundle).toString());
        VerificationJson.addition(node, added.get());
      } else {
        node.put("query", file);
      }
      out.println(node);
      out.flush();
      return;
    }
    out.println(
        added
            .map(one ->
                switch (one) {
                  case Addition.TimeStamped stamp ->
                      "Added "
                          + file
                          + ": "
                          + stamp.at()
                          + ", by "
                          + stamp.authority()
                          + (stamp.trusted()
                              ? "."
                              : ". Its certificate was compared with nothing; give the authority's"
                                  + " by --tsa-ca.");
                  case Addition.OpenTimestamps _ ->
                      "Added "
                          + file
                          + ". It is of this seal; ask OpenTimestamps whether a block holds it: ots"
                          + " verify -f seal.json "
                          + file;
                  case Addition.Published _, Addition.CounterSigned _, Addition.OtherAddition _ ->
                      "Added " + file + ". Who reads it looks it up there.";
                })
            .orElse(
                "Send "
                    + file
                    + " to a time stamp authority, such as by curl -H \"Content-Type:"
                    + " application/timestamp-query\" --data-binary, and give its answer by --tsr."));
    out.flush();
  }
}
