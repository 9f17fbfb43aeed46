package org.xksworkbench.bridge.localkms.operations;

import static org.xksworkbench.bridge.localkms.wire.Shape.choice;
import static org.xksworkbench.bridge.localkms.wire.Shape.optional;
import static org.xksworkbench.bridge.localkms.wire.Shape.required;
import static org.xksworkbench.bridge.localkms.wire.Shape.secret;
import static org.xksworkbench.bridge.localkms.wire.Shape.structure;
import static org.xksworkbench.bridge.localkms.wire.Shape.text;

import org.xksworkbench.bridge.localkms.state.ProxyConnectivity;
import org.xksworkbench.bridge.localkms.wire.Shape;

/// The constraints of AWS KMS's parameters, as its service model gives them (AWS KMS API
/// Reference). Limits that the model leaves to the service, such as the waiting period of 7 to 30
/// days, are checked by the operation.
final class KmsShapes {

  private static final int UNLIMITED = Integer.MAX_VALUE;

  // Values
  private static final Shape STORE_ID = text(1, 64);
  private static final Shape STORE_NAME = text(1, 256);
  private static final Shape URI_ENDPOINT = text(10, 128, "https://[a-zA-Z0-9.-]+");
  private static final Shape URI_PATH =
      text(10, 128, "(/[a-zA-Z0-9/_-]+/kms/xks/v\\d{1,2})|(/kms/xks/v\\d{1,2})");
  private static final Shape CONNECTIVITY = choice(ProxyConnectivity.PUBLIC, ProxyConnectivity.VPC);
  private static final Shape VPC_SERVICE_NAME =
      text(20, 64, "(com|eu)\\.amazonaws\\.vpce\\.([a-z]+-){2,3}\\d+\\.vpce-svc-[0-9a-z]+");
  private static final Shape VPC_SERVICE_OWNER = text(12, 12, "[0-9]{12}");
  private static final Shape CREDENTIAL =
      structure(
          required("AccessKeyId", secret(20, 30, "[A-Z2-7]+")),
          required("RawSecretAccessKey", secret(43, 64, "[a-zA-Z0-9/+=]+")));
  private static final Shape CLUSTER_ID = text(19, 24, "cluster-[2-7a-zA-Z]{11,16}");
  private static final Shape CLUSTER_PASSWORD = secret(7, 32, "(?s).*");

  private static final Shape KEY_ID = text(1, 2048);
  private static final Shape ALIAS_NAME = text(1, 256, "[a-zA-Z0-9:/_-]+");
  private static final Shape DESCRIPTION = text(0, 8192);
  private static final Shape POLICY = text(1, 131072, "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
  private static final Shape POLICY_NAME = text(1, 128, "\\w+");
  private static final Shape TAG_KEY = text(1, 128);
  private static final Shape TAGS =
      new Shape.ListOf(
          structure(required("TagKey", TAG_KEY), required("TagValue", text(0, 256))), 0, UNLIMITED);
  private static final Shape KEY_SPEC =
      choice(
          "RSA_2048",
          "RSA_3072",
          "RSA_4096",
          "ECC_NIST_P256",
          "ECC_NIST_P384",
          "ECC_NIST_P521",
          "ECC_SECG_P256K1",
          "SYMMETRIC_DEFAULT",
          "HMAC_224",
          "HMAC_256",
          "HMAC_384",
          "HMAC_512",
          "SM2",
          "ML_DSA_44",
          "ML_DSA_65",
          "ML_DSA_87",
          "ECC_NIST_EDWARDS25519");
  private static final Shape PRINCIPAL = text(1, 256, "[\\w+=,.@:/-]+");
  private static final Shape GRANT_ID = text(1, 128);
  private static final Shape GRANT_TOKEN = secret(1, 8192, "(?s).*");
  private static final Shape GRANT_TOKENS = new Shape.ListOf(GRANT_TOKEN, 0, 10);
  private static final Shape CONSTRAINED_CONTEXT = new Shape.TextMap(text(0, 384), 8);
  private static final Shape CONTEXT = new Shape.TextMap(text(0, UNLIMITED), UNLIMITED);
  private static final Shape ALGORITHM =
      choice("SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE");
  private static final Shape CIPHERTEXT = new Shape.Blob(1, 6144);
  private static final Shape RECIPIENT =
      structure(
          optional("KeyEncryptionAlgorithm", choice("RSAES_OAEP_SHA_256")),
          optional("AttestationDocument", new Shape.Blob(1, 262144)));
  private static final Shape RANDOM_BYTES = new Shape.Whole(1, 1024);
  private static final Shape DRY_RUN_MODIFIERS =
      new Shape.ListOf(choice("IGNORE_CIPHERTEXT"), 0, UNLIMITED);
  private static final Shape FLAG = new Shape.Flag();
  private static final Shape.Member LIMIT = optional("Limit", new Shape.Whole(1, 1000));
  private static final Shape.Member MARKER =
      optional("Marker", text(1, 1024, "[\\u0020-\\u00FF]*"));

  // Custom key stores
  static final Shape.Structure CREATE_STORE =
      structure(
          required("CustomKeyStoreName", STORE_NAME),
          optional("CustomKeyStoreType", choice("AWS_CLOUDHSM", "EXTERNAL_KEY_STORE")),
          optional("XksProxyConnectivity", CONNECTIVITY),
          optional("XksProxyUriEndpoint", URI_ENDPOINT),
          optional("XksProxyUriPath", URI_PATH),
          optional("XksProxyAuthenticationCredential", CREDENTIAL),
          optional("XksProxyVpcEndpointServiceName", VPC_SERVICE_NAME),
          optional("XksProxyVpcEndpointServiceOwner", VPC_SERVICE_OWNER),
          optional("CloudHsmClusterId", CLUSTER_ID),
          optional("KeyStorePassword", CLUSTER_PASSWORD),
          optional("TrustAnchorCertificate", text(1, 5000)));
  static final Shape.Structure UPDATE_STORE =
      structure(
          required("CustomKeyStoreId", STORE_ID),
          optional("NewCustomKeyStoreName", STORE_NAME),
          optional("XksProxyConnectivity", CONNECTIVITY),
          optional("XksProxyUriEndpoint", URI_ENDPOINT),
          optional("XksProxyUriPath", URI_PATH),
          optional("XksProxyAuthenticationCredential", CREDENTIAL),
          optional("XksProxyVpcEndpointServiceName", VPC_SERVICE_NAME),
          optional("XksProxyVpcEndpointServiceOwner", VPC_SERVICE_OWNER),
          optional("CloudHsmClusterId", CLUSTER_ID),
          optional("KeyStorePassword", CLUSTER_PASSWORD));
  static final Shape.Structure STORE = structure(required("CustomKeyStoreId", STORE_ID));
  static final Shape.Structure DESCRIBE_STORES =
      structure(
          optional("CustomKeyStoreId", STORE_ID),
          optional("CustomKeyStoreName", STORE_NAME),
          LIMIT,
          MARKER);

  // Keys
  static final Shape.Structure CREATE_KEY =
      structure(
          optional("Tags", TAGS),
          optional(
              "KeyUsage",
              choice("SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT")),
          optional("Description", DESCRIPTION),
          optional("Origin", choice("AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE")),
          optional("MultiRegion", FLAG),
          optional("KeySpec", KEY_SPEC),
          optional("CustomerMasterKeySpec", KEY_SPEC),
          optional("Policy", POLICY),
          optional("BypassPolicyLockoutSafetyCheck", FLAG),
          optional("CustomKeyStoreId", STORE_ID),
          optional("XksKeyId", text(1, 128, "[a-zA-Z0-9-_.]+")));
  static final Shape.Structure KEY = structure(required("KeyId", KEY_ID));
  static final Shape.Structure DESCRIBE_KEY =
      structure(required("KeyId", KEY_ID), optional("GrantTokens", GRANT_TOKENS));
  static final Shape.Structure LIST_KEYS = structure(LIMIT, MARKER);
  static final Shape.Structure UPDATE_DESCRIPTION =
      structure(required("KeyId", KEY_ID), required("Description", DESCRIPTION));
  static final Shape.Structure SCHEDULE_DELETION =
      structure(
          required("KeyId", KEY_ID), optional("PendingWindowInDays", new Shape.Whole(1, 365)));

  static final Shape.Structure ENABLE_ROTATION =
      structure(
          required("KeyId", KEY_ID), optional("RotationPeriodInDays", new Shape.Whole(90, 2560)));
  static final Shape.Structure LIST_ROTATIONS =
      structure(
          required("KeyId", KEY_ID),
          optional("IncludeKeyMaterial", choice("ALL_KEY_MATERIAL", "ROTATIONS_ONLY")),
          LIMIT,
          MARKER);

  // Aliases, tags, policies
  static final Shape.Structure ALIAS_OF_KEY =
      structure(required("AliasName", ALIAS_NAME), required("TargetKeyId", KEY_ID));
  static final Shape.Structure ALIAS = structure(required("AliasName", ALIAS_NAME));
  static final Shape.Structure LIST_ALIASES = structure(optional("KeyId", KEY_ID), LIMIT, MARKER);
  static final Shape.Structure TAG = structure(required("KeyId", KEY_ID), required("Tags", TAGS));
  static final Shape.Structure UNTAG =
      structure(
          required("KeyId", KEY_ID), required("TagKeys", new Shape.ListOf(TAG_KEY, 0, UNLIMITED)));
  static final Shape.Structure LIST_OF_KEY = structure(required("KeyId", KEY_ID), LIMIT, MARKER);
  static final Shape.Structure GET_POLICY =
      structure(required("KeyId", KEY_ID), optional("PolicyName", POLICY_NAME));
  static final Shape.Structure PUT_POLICY =
      structure(
          required("KeyId", KEY_ID),
          optional("PolicyName", POLICY_NAME),
          required("Policy", POLICY),
          optional("BypassPolicyLockoutSafetyCheck", FLAG));

  // Grants
  static final Shape.Structure CREATE_GRANT =
      structure(
          required("KeyId", KEY_ID),
          optional("GranteePrincipal", PRINCIPAL),
          optional("GranteeServicePrincipal", PRINCIPAL),
          optional("RetiringPrincipal", PRINCIPAL),
          optional("RetiringServicePrincipal", PRINCIPAL),
          required(
              "Operations",
              new Shape.ListOf(
                  choice(
                      "Decrypt",
                      "Encrypt",
                      "GenerateDataKey",
                      "GenerateDataKeyWithoutPlaintext",
                      "ReEncryptFrom",
                      "ReEncryptTo",
                      "Sign",
                      "Verify",
                      "GetPublicKey",
                      "CreateGrant",
                      "RetireGrant",
                      "DescribeKey",
                      "GenerateDataKeyPair",
                      "GenerateDataKeyPairWithoutPlaintext",
                      "GenerateMac",
                      "VerifyMac",
                      "DeriveSharedSecret"),
                  0,
                  UNLIMITED)),
          optional(
              "Constraints",
              structure(
                  optional("EncryptionContextSubset", CONSTRAINED_CONTEXT),
                  optional("EncryptionContextEquals", CONSTRAINED_CONTEXT),
                  optional("SourceArn", text(20, 512)))),
          optional("GrantTokens", GRANT_TOKENS),
          optional("Name", text(1, 256, "[a-zA-Z0-9:/_-]+")),
          optional("DryRun", FLAG));
  static final Shape.Structure LIST_GRANTS =
      structure(
          required("KeyId", KEY_ID),
          optional("GrantId", GRANT_ID),
          optional("GranteePrincipal", PRINCIPAL),
          optional("GranteeServicePrincipal", PRINCIPAL),
          LIMIT,
          MARKER);
  static final Shape.Structure LIST_RETIRABLE_GRANTS =
      structure(
          optional("RetiringPrincipal", PRINCIPAL),
          optional("RetiringServicePrincipal", PRINCIPAL),
          LIMIT,
          MARKER);
  static final Shape.Structure REVOKE_GRANT =
      structure(required("KeyId", KEY_ID), required("GrantId", GRANT_ID), optional("DryRun", FLAG));
  static final Shape.Structure RETIRE_GRANT =
      structure(
          optional("GrantToken", GRANT_TOKEN),
          optional("KeyId", KEY_ID),
          optional("GrantId", GRANT_ID),
          optional("DryRun", FLAG));

  // Cryptographic operations
  static final Shape.Structure ENCRYPT =
      structure(
          required("KeyId", KEY_ID),
          required("Plaintext", new Shape.Blob(1, 4096)),
          optional("EncryptionContext", CONTEXT),
          optional("GrantTokens", GRANT_TOKENS),
          optional("EncryptionAlgorithm", ALGORITHM),
          optional("DryRun", FLAG));
  static final Shape.Structure DECRYPT =
      structure(
          optional("CiphertextBlob", CIPHERTEXT),
          optional("EncryptionContext", CONTEXT),
          optional("GrantTokens", GRANT_TOKENS),
          optional("KeyId", KEY_ID),
          optional("EncryptionAlgorithm", ALGORITHM),
          optional("Recipient", RECIPIENT),
          optional("DryRun", FLAG),
          optional("DryRunModifiers", DRY_RUN_MODIFIERS));
  static final Shape.Structure RE_ENCRYPT =
      structure(
          optional("CiphertextBlob", CIPHERTEXT),
          optional("SourceEncryptionContext", CONTEXT),
          optional("SourceKeyId", KEY_ID),
          required("DestinationKeyId", KEY_ID),
          optional("DestinationEncryptionContext", CONTEXT),
          optional("SourceEncryptionAlgorithm", ALGORITHM),
          optional("DestinationEncryptionAlgorithm", ALGORITHM),
          optional("GrantTokens", GRANT_TOKENS),
          optional("DryRun", FLAG),
          optional("DryRunModifiers", DRY_RUN_MODIFIERS));
  static final Shape.Structure GENERATE_DATA_KEY =
      structure(
          required("KeyId", KEY_ID),
          optional("EncryptionContext", CONTEXT),
          optional("NumberOfBytes", RANDOM_BYTES),
          optional("KeySpec", choice("AES_256", "AES_128")),
          optional("GrantTokens", GRANT_TOKENS),
          optional("Recipient", RECIPIENT),
          optional("DryRun", FLAG));
  static final Shape.Structure GENERATE_RANDOM =
      structure(
          optional("NumberOfBytes", RANDOM_BYTES),
          optional("CustomKeyStoreId", STORE_ID),
          optional("Recipient", RECIPIENT));

  private KmsShapes() {}
}
