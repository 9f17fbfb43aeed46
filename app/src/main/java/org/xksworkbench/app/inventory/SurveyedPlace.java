package org.xksworkbench.app.inventory;

import java.util.LinkedHashMap;
import java.util.Map;

/// Which AWS KMS was asked.
///
/// @param account 12 digits; empty if it is not known
/// @param endpoint URI of AWS KMS
/// @param band what must stand on every page if it is not AWS's own; empty for AWS
public record SurveyedPlace(String account, String region, String endpoint, String band) {

  Map<String, String> facts() {
    var facts = new LinkedHashMap<String, String>();
    facts.put("AWS account", account.isEmpty() ? "not known" : account);
    facts.put("Region", region);
    facts.put("AWS KMS", band.isEmpty() ? endpoint : endpoint + ": " + band);
    return facts;
  }
}
