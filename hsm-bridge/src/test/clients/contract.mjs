// The local KMS through the AWS SDK for JavaScript: errors arrive as their classes, with the words
// that programs match on. OtherClientsTest runs it, with the environment that contract.py describes.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import {
  AlreadyExistsException,
  CreateAliasCommand,
  CreateGrantCommand,
  CreateKeyCommand,
  DecryptCommand,
  DescribeCustomKeyStoresCommand,
  DescribeKeyCommand,
  DisableKeyCommand,
  DisabledException,
  EncryptCommand,
  GenerateDataKeyCommand,
  GetKeyPolicyCommand,
  GetKeyRotationStatusCommand,
  InvalidArnException,
  InvalidCiphertextException,
  KMSClient,
  KMSInvalidStateException,
  NotFoundException,
  TagException,
  TagResourceCommand,
  UnsupportedOperationException,
  XksKeyAlreadyInUseException,
  XksKeyNotFoundException,
  paginateListKeys,
} from "@aws-sdk/client-kms";

const store = process.env.XKSW_STORE;
const externalKey = process.env.XKSW_KEY;
const kms = client("us-east-1");
let external;
let ordinary;

function client(region) {
  return new KMSClient({
    region,
    credentials: { accessKeyId: "LOCALTEST", secretAccessKey: "local" },
    maxAttempts: 1,
  });
}

async function refused(type, command, words) {
  await assert.rejects(kms.send(command), (error) => {
    assert.ok(error instanceof type, `${error.name}: ${error.message}`);
    assert.equal(error.$metadata.httpStatusCode, 400);
    assert.ok(error.$metadata.requestId);
    if (words) {
      assert.match(error.message, words);
    }
    return true;
  });
}

function newKey(xksKeyId) {
  return new CreateKeyCommand({
    Origin: "EXTERNAL_KEY_STORE",
    CustomKeyStoreId: store,
    XksKeyId: xksKeyId,
  });
}

before(async () => {
  external = (await kms.send(newKey(externalKey))).KeyMetadata;
  ordinary = (await kms.send(new CreateKeyCommand({}))).KeyMetadata;
});

test("a key in the external key store encrypts, decrypts and makes data keys", async () => {
  assert.equal(external.XksKeyConfiguration.Id, externalKey);
  assert.ok(external.CreationDate instanceof Date);
  const context = { purpose: "test" };
  const sealed = await kms.send(
    new EncryptCommand({
      KeyId: external.KeyId,
      Plaintext: new TextEncoder().encode("attack at dawn"),
      EncryptionContext: context,
    }),
  );
  const opened = await kms.send(
    new DecryptCommand({ CiphertextBlob: sealed.CiphertextBlob, EncryptionContext: context }),
  );
  assert.equal(new TextDecoder().decode(opened.Plaintext), "attack at dawn");
  await refused(
    KMSInvalidStateException,
    new DecryptCommand({ CiphertextBlob: sealed.CiphertextBlob }),
    /^The external key store proxy rejected the request because the specified ciphertext/,
  );
  const made = await kms.send(
    new GenerateDataKeyCommand({ KeyId: external.Arn, KeySpec: "AES_256" }),
  );
  assert.equal(made.Plaintext.length, 32);
});

test("errors are of their classes", async () => {
  await refused(XksKeyNotFoundException, newKey("no-such-key"), /was not found in its external/);
  await refused(XksKeyAlreadyInUseException, newKey(externalKey));
  await refused(NotFoundException, new DescribeKeyCommand({ KeyId: "alias/none" }));
  await refused(
    UnsupportedOperationException,
    new GetKeyRotationStatusCommand({ KeyId: external.KeyId }),
  );
  await refused(
    InvalidCiphertextException,
    new DecryptCommand({ CiphertextBlob: new Uint8Array([1, 2, 3]) }),
  );
  const alias = new CreateAliasCommand({
    AliasName: "alias/javascript",
    TargetKeyId: ordinary.KeyId,
  });
  await kms.send(alias);
  await refused(AlreadyExistsException, alias);
  await refused(
    InvalidArnException,
    new GetKeyPolicyCommand({ KeyId: "alias/javascript" }),
    /^Key Aliases are not supported for this operation\.$/,
  );
  await refused(
    InvalidArnException,
    new CreateGrantCommand({
      KeyId: ordinary.KeyId,
      GranteePrincipal: "arn:aws:iam::000000000000:role/nobody",
      Operations: ["Encrypt"],
    }),
  );
  await refused(
    TagException,
    new TagResourceCommand({
      KeyId: ordinary.KeyId,
      Tags: [{ TagKey: "aws:x", TagValue: "y" }],
    }),
  );
  await kms.send(new DisableKeyCommand({ KeyId: ordinary.KeyId }));
  await refused(
    DisabledException,
    new EncryptCommand({ KeyId: ordinary.KeyId, Plaintext: new Uint8Array([1]) }),
  );
});

test("a ciphertext of another Region is denied, not broken", async () => {
  const sealed = await kms.send(
    new EncryptCommand({ KeyId: external.KeyId, Plaintext: new Uint8Array([1]) }),
  );
  await assert.rejects(
    client("eu-west-1").send(new DecryptCommand({ CiphertextBlob: sealed.CiphertextBlob })),
    { name: "AccessDeniedException", message: /^The ciphertext refers to a customer master key/ },
  );
});

test("pages and key stores are read", async () => {
  const ids = [];
  for await (const page of paginateListKeys({ client: kms, pageSize: 1 }, {})) {
    ids.push(...page.Keys.map((key) => key.KeyId));
  }
  assert.ok(ids.includes(external.KeyId) && ids.includes(ordinary.KeyId));
  const stores = await kms.send(new DescribeCustomKeyStoresCommand({ CustomKeyStoreId: store }));
  assert.equal(stores.CustomKeyStores[0].ConnectionState, "CONNECTED");
});
