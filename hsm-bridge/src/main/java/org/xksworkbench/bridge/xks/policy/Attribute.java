package org.xksworkbench.bridge.xks.policy;

/// What a statement may ask about.
public enum Attribute {
  /// `awsPrincipalArn`
  PRINCIPAL("principals"),
  /// `kmsKeyArn`; absent when AWS KMS creates a key
  KMS_KEY("kms-keys"),
  /// `kmsOperation`, such as `GenerateDataKey`
  OPERATION("operations"),
  /// of the XKS proxy API, such as `Encrypt`
  XKS_OPERATION("xks-operations"),
  /// `kmsViaService`
  VIA_SERVICE("via-services"),
  /// `awsSourceVpc`
  VPC("vpcs"),
  /// `awsSourceVpce`
  VPC_ENDPOINT("vpc-endpoints"),
  /// the XKS key ID
  KEY("keys"),
  /// such as `/payments`
  PATH_PREFIX("path-prefixes");

  private final String setting;

  Attribute(String setting) {
    this.setting = setting;
  }

  /// Its name in the policy file.
  public String setting() {
    return setting;
  }
}
