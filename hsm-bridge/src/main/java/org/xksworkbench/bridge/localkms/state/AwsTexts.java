package org.xksworkbench.bridge.localkms.state;

/// Messages of AWS KMS that programs match on, word for word, each with the place where it was
/// published. They are part of the protocol. Those of a proxy's failures stand in
/// [org.xksworkbench.bridge.localkms.proxy.ProxyError]; all other messages of the local KMS are its
/// own.
public final class AwsTexts {

  /// XKS proxy API specification, "Error codes", second table, last row.
  public static final String NOT_CONNECTED =
      "This KMS key is in a custom key store that is not connected to its external key store proxy."
          + " Connect the external key store and try the request again.";

  /// Recorded from AWS: localstack/localstack, tests/aws/services/kms/test_kms.snapshot.json,
  /// test_encrypt_decrypt_encryption_context. There is none.
  public static final String INVALID_CIPHERTEXT = "";

  /// aws/aws-encryption-sdk-javascript, issue 1005.
  public static final String KEY_OF_CIPHERTEXT_NOT_FOUND =
      "The ciphertext refers to a customer master key that does not exist, does not exist in this"
          + " region, or you are not allowed to access.";

  /// Recorded, as above: test_error_messaging_for_invalid_keys.
  public static final String INCORRECT_KEY =
      "The key ID in the request does not identify a CMK that can perform this operation.";

  /// Recorded, as above: test_error_messaging_for_invalid_keys. ARN, key usage, operation.
  public static final String INVALID_KEY_USAGE = "%s key usage is %s which is not valid for %s.";

  /// Recorded, as above: test_get_parameters_for_import. ARN, origin.
  public static final String INVALID_ORIGIN =
      "%s origin is %s which is not valid for this operation.";

  /// localstack/localstack, services/kms/utils.py, after its recordings.
  public static final String DRY_RUN =
      "The request would have succeeded, but the DryRun option is set.";

  /// localstack/localstack, services/kms/utils.py, after its recordings.
  public static final String ALIAS_PREFIX =
      "Alias must start with the prefix \"alias/\". Please see"
          + " https://docs.aws.amazon.com/kms/latest/developerguide/kms-alias.html";

  /// getmoto/moto, tests/test_kms: an alias with a colon. Its name.
  public static final String ALIAS_CHARACTERS = "%s contains invalid characters for an alias";

  /// getmoto/moto, tests/test_kms: an alias as the target of an alias.
  public static final String ALIAS_OF_ALIAS = "Aliases must refer to keys. Not aliases";

  /// Pasted from AWS: boto/boto pull request 3883 (CreateGrant), hashicorp/terraform issue 20813.
  public static final String ALIAS_AS_KEY_ID = "Key Aliases are not supported for this operation.";

  /// AWS KMS Developer Guide, "Throttling AWS KMS requests".
  public static final String THROTTLED =
      "You have exceeded the rate at which you may call KMS. Reduce the frequency of your calls.";

  /// Not found in a recording of AWS: only a TagException without this text is sure.
  public static final String DUPLICATE_TAGS = "Duplicate tag keys";

  /// Not found in a recording of AWS, as above.
  public static final String TOO_MANY_TAGS = "Too many tags";

  /// localstack/localstack, services/kms/utils.py, after its recordings.
  public static final String RESERVED_TAGS = "Tags beginning with aws: are reserved";

  /// Recorded, as above: test_get_key_in_different_region. The other Region.
  public static final String OTHER_REGION = "Invalid arn %s";

  private AwsTexts() {}
}
