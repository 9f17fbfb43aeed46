package org.xksworkbench.app.kms;

/// What CreateKey needs to know of a KMS key in an external key store. The other values are
/// required to be SYMMETRIC_DEFAULT, ENCRYPT_DECRYPT, EXTERNAL_KEY_STORE and single-Region.
///
/// @param xksKeyId the ID by which the external key store proxy knows the external key; permanent
/// @param description may be empty; appears in clear in CloudTrail
public record NewKey(String customKeyStoreId, String xksKeyId, String description) {}
