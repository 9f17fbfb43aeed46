package org.xksworkbench.bridge.ceremony.evidence;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.xksworkbench.bridge.ceremony.plan.Plan;

/// What a plan demands of people beside their part in its steps. Who has left for good signs
/// nothing any more.
final class DemandedPeople {

  private final Plan plan;
  private final List<Participant> people;
  private final Set<String> absent = new HashSet<>();

  DemandedPeople(Plan plan, List<Participant> people) {
    this.plan = plan;
    this.people = people;
  }

  /// @param ids of those who leave
  void leave(Collection<String> ids) {
    absent.addAll(ids);
  }

  /// Roles whose people have another key than the plan names.
  List<String> withOtherKeys() {
    return people.stream()
        .filter(person ->
            plan.keys().containsKey(person.role())
                && !person.key().keyid().equals(plan.keys().get(person.role())))
        .map(Participant::role)
        .toList();
  }

  /// Roles that sign by the plan that it goes on after an interruption, and did not.
  List<String> silentAt(EvidenceLine resumed) {
    return people.stream()
        .filter(person ->
            plan.resume().contains(person.role())
                && !resumed.persons().contains(person.id())
                && !absent.contains(person.id()))
        .map(Participant::role)
        .toList();
  }
}
