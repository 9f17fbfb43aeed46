package org.xksworkbench.app.kms;

/// One account and Region of AWS, or the stand-in for it.
public record AwsAccess(
    KeyManagement kms, Principals principals, KeyEvents events, KeyStoreMetrics metrics) {}
