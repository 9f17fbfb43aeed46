package org.xksworkbench.bridge.ceremony.plan;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A value that a person enters.
///
/// @param name by which later steps name it
/// @param prompt what is asked
/// @param pattern regular expression that the whole value matches
public record PlanField(String name, String prompt, String pattern) {

  static Set<String> names(List<PlanField> fields) {
    var names = new LinkedHashSet<String>();
    fields.forEach(field -> names.add(field.name()));
    return names;
  }
}
