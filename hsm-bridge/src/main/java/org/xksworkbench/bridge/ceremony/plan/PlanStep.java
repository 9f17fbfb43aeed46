package org.xksworkbench.bridge.ceremony.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One step of a plan. Texts may hold `${name}`; [Values] puts the values in.
///
/// @param id by which later steps name its results
/// @param by the role that acts
/// @param authorise roles that agree before the act; two at least for what destroys
/// @param quorum of whom so many agree before the act as well
/// @param confirm roles that confirm after the act, besides the one that acts
/// @param say what is read aloud; may be empty
/// @param expect names of facts to the values that they must have
/// @param covers demands of others that the step meets, in words of the plan's author
/// @param line where it begins in the file, counted from 1
public record PlanStep(
    String id,
    String title,
    String by,
    List<String> authorise,
    Optional<Quorum> quorum,
    List<String> confirm,
    String say,
    Action action,
    Map<String, String> expect,
    List<String> covers,
    int line) {

  public PlanStep {
    authorise = List.copyOf(authorise);
    confirm = List.copyOf(confirm);
    covers = List.copyOf(covers);
    expect = Collections.unmodifiableMap(new LinkedHashMap<>(expect));
  }

  /// Every role that agrees before the act, also the one that acts, where it cannot be undone. A
  /// quorum comes beside them.
  public List<String> authorising() {
    var roles = new ArrayList<>(authorise);
    if (action.irreversible() && !roles.contains(by)) {
      roles.add(by);
    }
    return List.copyOf(roles);
  }

  /// Every role that signs this step off, the acting one first.
  public List<String> signers() {
    var signers = new ArrayList<String>();
    signers.add(by);
    signers.addAll(confirm);
    return List.copyOf(signers);
  }
}
