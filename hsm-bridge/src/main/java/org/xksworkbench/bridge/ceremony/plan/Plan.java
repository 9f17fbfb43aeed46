package org.xksworkbench.bridge.ceremony.plan;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.store.StoreException;

/// A plan as it was reviewed.
///
/// @param version of the syntax: 1 or 2
/// @param text the file, byte for byte
/// @param purpose may be empty
/// @param roles by ID, in the file's order; two at least
/// @param values by name
/// @param environment what the environment must be, by the names of [EnvironmentFacts]
/// @param counterSign whether somebody is to counter-sign the evidence on another machine
/// @param keys ID of the key that a person must have, by their role; for some roles or none
/// @param resume roles that all sign that it goes on after an interruption; empty if any two may
/// @param abort what is done and said if the ceremony is aborted; may be empty
public record Plan(
    int version,
    String text,
    String title,
    String purpose,
    Map<String, CeremonyRole> roles,
    Map<String, String> values,
    Map<String, String> environment,
    boolean counterSign,
    Map<String, Fingerprint> keys,
    List<String> resume,
    String abort,
    List<PlanStep> steps) {

  public Plan {
    roles = Collections.unmodifiableMap(new LinkedHashMap<>(roles));
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    environment = Collections.unmodifiableMap(new LinkedHashMap<>(environment));
    keys = Collections.unmodifiableMap(new LinkedHashMap<>(keys));
    resume = List.copyOf(resume);
    steps = List.copyOf(steps);
  }

  /// @throws PlanException naming the line and the reason
  public static Plan parse(String text) {
    return new PlanReader(text).read();
  }

  /// @param file its bytes
  /// @throws PlanException naming the line and the reason
  public static Plan parse(byte[] file) {
    try {
      return parse(StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(file)).toString());
    } catch (CharacterCodingException e) {
      throw new PlanException(1, "This is not text in UTF-8.");
    }
  }

  /// @throws PlanException naming the file, the line and the reason
  /// @throws CeremonyException if the file cannot be read
  public static Plan read(Path file) {
    try {
      return parse(textOf(file));
    } catch (PlanException e) {
      throw e.in(file);
    }
  }

  static String textOf(Path file) {
    try {
      var bytes = Files.readAllBytes(file);
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.READ, file, e);
    }
  }

  /// SHA-256 of the file, to be read aloud.
  public Fingerprint fingerprint() {
    return Fingerprint.of(text);
  }

  public CeremonyRole role(String id) {
    return Objects.requireNonNull(roles.get(id), id);
  }

  /// Whether a step asks AWS KMS.
  public boolean needsKms() {
    return steps.stream().anyMatch(step -> step.action().needsKms());
  }

  /// Whether a step computes the check value of the key with this label: then the key must be
  /// allowed to sign for that one computation.
  public boolean checksValueOf(String label) {
    var known = Values.of(values);
    return steps.stream()
        .anyMatch(step ->
            step.action() instanceof Action.CheckValue check
                && known.onPaper(check.label()).equals(label));
  }
}
