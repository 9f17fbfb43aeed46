package org.xksworkbench.bridge.localkms.account;

import java.util.UUID;
import java.util.regex.Pattern;

/// Whose keys these are, and where: what ARNs are made of.
public record Account(String id, String region) {

  private static final Pattern ID = Pattern.compile("\\d{12}");
  private static final Pattern REGION = Pattern.compile("([a-z]+-){2,3}\\d{1,2}");

  public Account {
    requireId(id);
    requireRegion(region);
  }

  public static void requireId(String id) {
    if (!ID.matcher(id).matches()) {
      throw new IllegalArgumentException("An AWS account ID has 12 digits: " + id);
    }
  }

  public static void requireRegion(String region) {
    if (!REGION.matcher(region).matches()) {
      throw new IllegalArgumentException("A Region has a name such as us-east-1: " + region);
    }
  }

  public String keyArn(UUID keyId) {
    return "arn:aws:kms:%s:%s:key/%s".formatted(region, id, keyId);
  }

  public String aliasArn(String aliasName) {
    return "arn:aws:kms:%s:%s:%s".formatted(region, id, aliasName);
  }

  /// `arn:aws:iam::<account>:root`
  public String root() {
    return "arn:aws:iam::%s:root".formatted(id);
  }

  /// Callers are not authenticated, so all are the same.
  public String caller() {
    return "arn:aws:iam::%s:user/%s".formatted(id, "local");
  }
}
