package org.xksworkbench.bridge.localkms.operations;

import static org.xksworkbench.bridge.localkms.wire.Shape.choice;
import static org.xksworkbench.bridge.localkms.wire.Shape.optionalMember;
import static org.xksworkbench.bridge.localkms.wire.Shape.requiredMember;
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
          requiredMember("AccessKeyId", secret(20, 30, "[A-Z2-7]+")),
          requiredMember("RawSecretAccessKey", secret(43, 64, "[a-zA-Z0-9/+=]+")));
  private static final Shape CLUSTER_ID = text(19, 24, "cluster-[2-7a-zA-Z]{11,16}");
  private static final Shape CLUSTER_PASSWORD = secret(7, 32, "(?s).*");

  private static final Shape KEY_ID = text(1, 2048);
  private static final Shape ALIAS_NAME = text(1, 256, "[a-zA-Z0-9:/_-]+");
  private static final Shape DESCRIPTION = text(0, 8192);
  private static final Shape POLICY = text(1, 131072, "[\\u0009\\u000A\\u000D\\u0020-\\u00FF]+");
  private static final Shape POLICY_NAME = text(1, 128, "\\w+");
  private static final Shape TAG_KEY = text(1, 128);
  private static final Shape TAGS =
      new Shape.ListShape(
          structure(requiredMember("TagKey", TAG_KEY), requiredMember("TagValue", text(0, 256))),
          0,
          UNLIMITED);
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
  private static final Shape GRANT_TOKENS = new Shape.ListShape(GRANT_TOKEN, 0, 10);
  private static final Shape CONSTRAINED_CONTEXT = new Shape.MapShape(text(0, 384), 8);
  private static final Shape CONTEXT = new Shape.MapShape(text(0, UNLIMITED), UNLIMITED);
  private static final Shape ALGORITHM =
      choice("SYMMETRIC_DEFAULT", "RSAES_OAEP_SHA_1", "RSAES_OAEP_SHA_256", "SM2PKE");
  private static final Shape CIPHERTEXT = new Shape.BlobShape(1, 6144);
  private static final Shape RECIPIENT =
      structure(
          optionalMember("KeyEncryptionAlgorithm", choice("RSAES_OAEP_SHA_256")),
          optionalMember("AttestationDocument", new Shape.BlobShape(1, 262144)));
  private static final Shape RANDOM_BYTES = new Shape.IntegerShape(1, 1024);
  private static final Shape DRY_RUN_MODIFIERS =
      new Shape.ListShape(choice("IGNORE_CIPHERTEXT"), 0, UNLIMITED);
  private static final Shape FLAG = new Shape.BooleanShape();
  private static final Shape.Member LIMIT =
      optionalMember("Limit", new Shape.IntegerShape(1, 1000));
  private static final Shape.Member MARKER =
      optionalMember("Marker", text(1, 1024, "[\\u0020-\\u00FF]*"));

  // Custom key stores
  static final Shape.StructureShape CREATE_STORE =
      structure(
          requiredMember("CustomKeyStoreName", STORE_NAME),
          optionalMember("CustomKeyStoreType", choice("AWS_CLOUDHSM", "EXTERNAL_KEY_STORE")),
          optionalMember("XksProxyConnectivity", CONNECTIVITY),
          optionalMember("XksProxyUriEndpoint", URI_ENDPOINT),
          optionalMember("XksProxyUriPath", URI_PATH),
          optionalMember("XksProxyAuthenticationCredential", CREDENTIAL),
          optionalMember("XksProxyVpcEndpointServiceName", VPC_SERVICE_NAME),
          optionalMember("XksProxyVpcEndpointServiceOwner", VPC_SERVICE_OWNER),
          optionalMember("CloudHsmClusterId", CLUSTER_ID),
          optionalMember("KeyStorePassword", CLUSTER_PASSWORD),
          optionalMember("TrustAnchorCertificate", text(1, 5000)));
  static final Shape.StructureShape UPDATE_STORE =
      structure(
          requiredMember("CustomKeyStoreId", STORE_ID),
          optionalMember("NewCustomKeyStoreName", STORE_NAME),
          optionalMember("XksProxyConnectivity", CONNECTIVITY),
          optionalMember("XksProxyUriEndpoint", URI_ENDPOINT),
          optionalMember("XksProxyUriPath", URI_PATH),
          optionalMember("XksProxyAuthenticationCredential", CREDENTIAL),
          optionalMember("XksProxyVpcEndpointServiceName", VPC_SERVICE_NAME),
          optionalMember("XksProxyVpcEndpointServiceOwner", VPC_SERVICE_OWNER),
          optionalMember("CloudHsmClusterId", CLUSTER_ID),
          optionalMember("KeyStorePassword", CLUSTER_PASSWORD));
  static final Shape.StructureShape STORE = structure(requiredMember("CustomKeyStoreId", STORE_ID));
  static final Shape.StructureShape DESCRIBE_STORES =
      structure(
          optionalMember("CustomKeyStoreId", STORE_ID),
          optionalMember("CustomKeyStoreName", STORE_NAME),
          LIMIT,
          MARKER);

  // Keys
  static final Shape.StructureShape CREATE_KEY =
      structure(
          optionalMember("Tags", TAGS),
          optionalMember(
              "KeyUsage",
              choice("SIGN_VERIFY", "ENCRYPT_DECRYPT", "GENERATE_VERIFY_MAC", "KEY_AGREEMENT")),
          optionalMember("Description", DESCRIPTION),
          optionalMember(
              "Origin", choice("AWS_KMS", "EXTERNAL", "AWS_CLOUDHSM", "EXTERNAL_KEY_STORE")),
          optionalMember("MultiRegion", FLAG),
          optionalMember("KeySpec", KEY_SPEC),
          optionalMember("CustomerMasterKeySpec", KEY_SPEC),
          optionalMember("Policy", POLICY),
          optionalMember("BypassPolicyLockoutSafetyCheck", FLAG),
          optionalMember("CustomKeyStoreId", STORE_ID),
          optionalMember("XksKeyId", text(1, 128, "[a-zA-Z0-9-_.]+")));
  static final Shape.StructureShape KEY = structure(requiredMember("KeyId", KEY_ID));
  static final Shape.StructureShape DESCRIBE_KEY =
      structure(requiredMember("KeyId", KEY_ID), optionalMember("GrantTokens", GRANT_TOKENS));
  static final Shape.StructureShape LIST_KEYS = structure(LIMIT, MARKER);
  static final Shape.StructureShape UPDATE_DESCRIPTION =
      structure(requiredMember("KeyId", KEY_ID), requiredMember("Description", DESCRIPTION));
  static final Shape.StructureShape SCHEDULE_DELETION =
      structure(
          requiredMember("KeyId", KEY_ID),
          optionalMember("PendingWindowInDays", new Shape.IntegerShape(1, 365)));

  static final Shape.StructureShape ENABLE_ROTATION =
      structure(
          requiredMember("KeyId", KEY_ID),
          optionalMember("RotationPeriodInDays", new Shape.IntegerShape(90, 2560)));
  static final Shape.StructureShape LIST_ROTATIONS =
      structure(
          requiredMember("KeyId", KEY_ID),
          optionalMember("IncludeKeyMaterial", choice("ALL_KEY_MATERIAL", "ROTATIONS_ONLY")),
          LIMIT,
          MARKER);

  // Aliases, tags, policies
  static final Shape.StructureShape ALIAS_OF_KEY =
      structure(requiredMember("AliasName", ALIAS_NAME), requiredMember("TargetKeyId", KEY_ID));
  static final Shape.StructureShape ALIAS = structure(requiredMember("AliasName", ALIAS_NAME));
  static final Shape.StructureShape LIST_ALIASES =
      structure(optionalMember("KeyId", KEY_ID), LIMIT, MARKER);
  static final Shape.StructureShape TAG =
      structure(requiredMember("KeyId", KEY_ID), requiredMember("Tags", TAGS));
  static final Shape.StructureShape UNTAG =
      structure(
          requiredMember("KeyId", KEY_ID),
          requiredMember("TagKeys", new Shape.ListShape(TAG_KEY, 0, UNLIMITED)));
  static final Shape.StructureShape LIST_OF_KEY =
      structure(requiredMember("KeyId", KEY_ID), LIMIT, MARKER);
  static final Shape.StructureShape GET_POLICY =
      structure(requiredMember("KeyId", KEY_ID), optionalMember("PolicyName", POLICY_NAME));
  static final Shape.StructureShape PUT_POLICY =
      structure(
          requiredMember("KeyId", KEY_ID),
          optionalMember("PolicyName", POLICY_NAME),
          requiredMember("Policy", POLICY),
          optionalMember("BypassPolicyLockoutSafetyCheck", FLAG));

  // Grants
  static final Shape.StructureShape CREATE_GRANT =
      structure(
          requiredMember("KeyId", KEY_ID),
          optionalMember("GranteePrincipal", PRINCIPAL),
          optionalMember("GranteeServicePrincipal", PRINCIPAL),
          optionalMember("RetiringPrincipal", PRINCIPAL),
          optionalMember("RetiringServicePrincipal", PRINCIPAL),
          requiredMember(
              "Operations",
              new Shape.ListShape(
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
          optionalMember(
              "Constraints",
              structure(
                  optionalMember("EncryptionContextSubset", CONSTRAINED_CONTEXT),
                  optionalMember("EncryptionContextEquals", CONSTRAINED_CONTEXT),
                  optionalMember("SourceArn", text(20, 512)))),
          optionalMember("GrantTokens", GRANT_TOKENS),
          optionalMember("Name", text(1, 256, "[a-zA-Z0-9:/_-]+")),
          optionalMember("DryRun", FLAG));
  static final Shape.StructureShape LIST_GRANTS =
      structure(
          requiredMember("KeyId", KEY_ID),
          optionalMember("GrantId", GRANT_ID),
          optionalMember("GranteePrincipal", PRINCIPAL),
          optionalMember("GranteeServicePrincipal", PRINCIPAL),
          LIMIT,
          MARKER);
  static final Shape.StructureShape LIST_RETIRABLE_GRANTS =
      structure(
          optionalMember("RetiringPrincipal", PRINCIPAL),
          optionalMember("RetiringServicePrincipal", PRINCIPAL),
          LIMIT,
          MARKER);
  static final Shape.StructureShape REVOKE_GRANT =
      structure(
          requiredMember("KeyId", KEY_ID),
          requiredMember("GrantId", GRANT_ID),
          optionalMember("DryRun", FLAG));
  static final Shape.StructureShape RETIRE_GRANT =
      structure(
          optionalMember("GrantToken", GRANT_TOKEN),
          optionalMember("KeyId", KEY_ID),
          optionalMember("GrantId", GRANT_ID),
          optionalMember("DryRun", FLAG));

  // Cryptographic operations
  static final Shape.StructureShape ENCRYPT =
      structure(
          requiredMember("KeyId", KEY_ID),
          requiredMember("Plaintext", new Shape.BlobShape(1, 4096)),
          optionalMember("EncryptionContext", CONTEXT),
          optionalMember("GrantTokens", GRANT_TOKENS),
          optionalMember("EncryptionAlgorithm", ALGORITHM),
          optionalMember("DryRun", FLAG));
  static final Shape.StructureShape DECRYPT =
      structure(
          optionalMember("CiphertextBlob", CIPHERTEXT),
          optionalMember("EncryptionContext", CONTEXT),
          optionalMember("GrantTokens", GRANT_TOKENS),
          optionalMember("KeyId", KEY_ID),
          optionalMember("EncryptionAlgorithm", ALGORITHM),
          optionalMember("Recipient", RECIPIENT),
          optionalMember("DryRun", FLAG),
          optionalMember("DryRunModifiers", DRY_RUN_MODIFIERS));
  static final Shape.StructureShape RE_ENCRYPT =
      structure(
          optionalMember("CiphertextBlob", CIPHERTEXT),
          optionalMember("SourceEncryptionContext", CONTEXT),
          optionalMember("SourceKeyId", KEY_ID),
          requiredMember("DestinationKeyId", KEY_ID),
          optionalMember("DestinationEncryptionContext", CONTEXT),
          optionalMember("SourceEncryptionAlgorithm", ALGORITHM),
          optionalMember("DestinationEncryptionAlgorithm", ALGORITHM),
          optionalMember("GrantTokens", GRANT_TOKENS),
          optionalMember("DryRun", FLAG),
          optionalMember("DryRunModifiers", DRY_RUN_MODIFIERS));
  static final Shape.StructureShape GENERATE_DATA_KEY =
      structure(
          requiredMember("KeyId", KEY_ID),
          optionalMember("EncryptionContext", CONTEXT),
          optionalMember("NumberOfBytes", RANDOM_BYTES),
          optionalMember("KeySpec", choice("AES_256", "AES_128")),
          optionalMember("GrantTokens", GRANT_TOKENS),
          optionalMember("Recipient", RECIPIENT),
          optionalMember("DryRun", FLAG));
  static final Shape.StructureShape GENERATE_RANDOM =
      structure(
          optionalMember("NumberOfBytes", RANDOM_BYTES),
          optionalMember("CustomKeyStoreId", STORE_ID),
          optionalMember("Recipient", RECIPIENT));

  private KmsShapes() {}
}
