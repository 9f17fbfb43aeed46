package org.xksworkbench.app.kms;

import java.util.List;
import java.util.function.Consumer;

/// Finds the external key stores of an account in all its Regions: nobody remembers where one is.
public interface KeyStoreSearch {

  /// What came of a Region.
  public sealed interface RegionFinding {

    String region();

    record StoresFound(String region, List<ExternalKeyStore> stores) implements RegionFinding {

      public StoresFound {
        stores = List.copyOf(stores);
      }
    }

    /// @param why a sentence
    record StoresUnknown(String region, String why) implements RegionFinding {}
  }

  /// @param listedBy who told which Regions there are, such as "AWS Account Management"
  /// @param refused who did not, and why, a sentence each
  /// @param findings so far, by Region
  /// @param regions how many there are
  record RegionSurvey(
      String listedBy, List<String> refused, List<RegionFinding> findings, int regions) {

    public RegionSurvey {
      refused = List.copyOf(refused);
      findings = List.copyOf(findings);
    }
  }

  /// Blocks until each Region has answered or was given up. A Region that cannot be asked is a
  /// finding and no failure.
  ///
  /// @param soFar told whenever a Region has answered, on any thread
  /// @throws KmsException if the credentials have ended
  RegionSurvey look(Consumer<RegionSurvey> soFar);
}
