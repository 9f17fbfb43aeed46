"""The local KMS through boto3, and every answer held against the service model of botocore.

OtherClientsTest runs it: AWS_ENDPOINT_URL is the local KMS, XKSW_STORE a connected external key
store, XKSW_KEY an external key that no KMS key uses, XKSW_ROLE the ARN of a role of the seed.
"""

import json
import os
import re
import unittest

import boto3
from botocore.config import Config
from botocore.exceptions import ClientError

STORE = os.environ["XKSW_STORE"]
KEY = os.environ["XKSW_KEY"]
ROLE = os.environ["XKSW_ROLE"]
NOBODY = "11111111-2222-3333-4444-555555555555"

# Any operation may have them (AWS KMS API Reference, "Common Errors").
COMMON = {
    "ValidationException",
    "AccessDeniedException",
    "ThrottlingException",
    "SerializationException",
    "NotAuthorizedException",
}

violations = []
answered = set()


def check(path, value, shape):
    kind = shape.type_name
    right = {
        "structure": dict,
        "map": dict,
        "list": list,
        "string": str,
        "blob": str,
        "boolean": bool,
        "integer": int,
        "long": int,
        "timestamp": (int, float),
    }[kind]
    if not isinstance(value, right):
        violations.append(f"{path} is no {kind}: {value!r}")
    elif kind == "structure":
        for name in shape.required_members:
            if name not in value:
                violations.append(f"{path} lacks {name}")
        for name, member in value.items():
            if name in shape.members:
                check(f"{path}.{name}", member, shape.members[name])
            else:
                violations.append(f"{path} has no {name}")
    elif kind == "list":
        for member in value:
            check(path + "[]", member, shape.member)
    elif kind == "map":
        for member in value.values():
            check(path + "{}", member, shape.value)
    elif kind == "string":
        if shape.enum and value not in shape.enum:
            violations.append(f"{path} is none of {shape.enum}: {value}")
        pattern = shape.metadata.get("pattern")
        if pattern and not re.search(pattern, value):
            violations.append(f"{path} does not match {pattern}: {value}")
        lowest = shape.metadata.get("min", 0)
        highest = shape.metadata.get("max", len(value))
        if not lowest <= len(value) <= highest:
            violations.append(f"{path} has {len(value)} characters, not {lowest} to {highest}")


def before_parse(operation_model, response_dict, **_):
    body = json.loads(response_dict["body"] or b"{}")
    name = operation_model.name
    if response_dict["status_code"] == 200:
        answered.add(name)
        if operation_model.output_shape is not None:
            check(name, body, operation_model.output_shape)
        elif body:
            violations.append(f"{name} has an answer: {body}")
    else:
        code = body["__type"]
        modelled = {shape.name for shape in operation_model.error_shapes}
        if code not in modelled | COMMON:
            violations.append(f"{name} answered {code}")


def client(service, **more):
    settings = {
        "region_name": "us-east-1",
        "aws_access_key_id": "LOCALTEST",
        "aws_secret_access_key": "local",
        "config": Config(retries={"total_max_attempts": 1}),
    }
    return boto3.client(service, **(settings | more))


kms = client("kms")
kms.meta.events.register("before-parse.kms.*", before_parse)


class Contract(unittest.TestCase):
    maxDiff = None

    @classmethod
    def setUpClass(cls):
        cls.key = kms.create_key(Tags=[{"TagKey": "made-by", "TagValue": "boto3"}])["KeyMetadata"]

    def refused(self, code, call, **parameters):
        with self.assertRaises(ClientError) as caught:
            call(**parameters)
        self.assertEqual(code, caught.exception.response["Error"]["Code"])
        self.assertEqual(400, caught.exception.response["ResponseMetadata"]["HTTPStatusCode"])
        modelled = getattr(kms.exceptions, code, None) if code not in COMMON else None
        if modelled is not None:
            self.assertIsInstance(caught.exception, modelled)
        return caught.exception.response["Error"].get("Message", "")

    def test_a_key_in_the_external_key_store_from_its_creation_to_its_deletion(self):
        made = kms.create_key(Origin="EXTERNAL_KEY_STORE", CustomKeyStoreId=STORE, XksKeyId=KEY)
        key = made["KeyMetadata"]["KeyId"]
        context = {"purpose": "test"}
        sealed = kms.encrypt(KeyId=key, Plaintext=b"attack at dawn", EncryptionContext=context)
        opened = kms.decrypt(CiphertextBlob=sealed["CiphertextBlob"], EncryptionContext=context)
        self.assertEqual(b"attack at dawn", opened["Plaintext"])
        self.assertIn(
            "ciphertext or encryption context is corrupted",
            self.refused(
                "KMSInvalidStateException", kms.decrypt, CiphertextBlob=sealed["CiphertextBlob"]
            ),
        )
        used = kms.get_key_last_usage(KeyId=key)["KeyLastUsage"]
        self.assertEqual("Decrypt", used["Operation"])
        kms.generate_data_key(KeyId=key, KeySpec="AES_256")
        kms.generate_data_key_without_plaintext(KeyId=key, NumberOfBytes=64)
        kms.re_encrypt(
            CiphertextBlob=sealed["CiphertextBlob"],
            SourceEncryptionContext=context,
            DestinationKeyId=self.key["KeyId"],
        )
        for refused in (
            kms.enable_key_rotation,
            kms.get_key_rotation_status,
            kms.rotate_key_on_demand,
        ):
            self.refused("UnsupportedOperationException", refused, KeyId=key)
        self.refused(
            "XksKeyAlreadyInUseException",
            kms.create_key,
            Origin="EXTERNAL_KEY_STORE",
            CustomKeyStoreId=STORE,
            XksKeyId=KEY,
        )
        kms.disable_key(KeyId=key)
        self.refused("DisabledException", kms.encrypt, KeyId=key, Plaintext=b"x")
        kms.enable_key(KeyId=key)
        kms.schedule_key_deletion(KeyId=key, PendingWindowInDays=7)
        self.refused("KMSInvalidStateException", kms.encrypt, KeyId=key, Plaintext=b"x")
        kms.cancel_key_deletion(KeyId=key)
        self.assertEqual(
            "Disabled", kms.describe_key(KeyId=key)["KeyMetadata"]["KeyState"]
        )

    def test_aliases_tags_policies_and_lists(self):
        key = self.key["KeyId"]
        kms.create_alias(AliasName="alias/python", TargetKeyId=key)
        self.refused(
            "AlreadyExistsException", kms.create_alias, AliasName="alias/python", TargetKeyId=key
        )
        kms.update_alias(AliasName="alias/python", TargetKeyId=self.key["Arn"])
        self.assertEqual(
            "Aliases must refer to keys. Not aliases",
            self.refused(
                "ValidationException",
                kms.create_alias,
                AliasName="alias/chain",
                TargetKeyId="alias/python",
            ),
        )
        self.assertEqual(
            "Key Aliases are not supported for this operation.",
            self.refused("InvalidArnException", kms.get_key_policy, KeyId="alias/python"),
        )
        kms.list_aliases(Limit=1)
        kms.delete_alias(AliasName="alias/python")
        kms.tag_resource(KeyId=key, Tags=[{"TagKey": "a", "TagValue": "b"}])
        self.refused(
            "TagException",
            kms.tag_resource,
            KeyId=key,
            Tags=[{"TagKey": "aws:x", "TagValue": "b"}],
        )
        kms.untag_resource(KeyId=key, TagKeys=["a"])
        kms.list_resource_tags(KeyId=key)
        kms.update_key_description(KeyId=key, Description="of boto3")
        policy = kms.get_key_policy(KeyId=key)["Policy"]
        kms.put_key_policy(KeyId=key, Policy=policy)
        self.refused("MalformedPolicyDocumentException", kms.put_key_policy, KeyId=key, Policy="{}")
        kms.list_key_policies(KeyId=key)
        kms.list_keys(Limit=1)
        self.refused("InvalidMarkerException", kms.list_keys, Marker="x")
        kms.enable_key_rotation(KeyId=key, RotationPeriodInDays=90)
        self.assertTrue(kms.get_key_rotation_status(KeyId=key)["KeyRotationEnabled"])
        kms.rotate_key_on_demand(KeyId=key)
        kms.list_key_rotations(KeyId=key, IncludeKeyMaterial="ALL_KEY_MATERIAL")
        kms.disable_key_rotation(KeyId=key)
        kms.generate_random(NumberOfBytes=32)

    def test_grants(self):
        key = self.key["KeyId"]
        parameters = {
            "KeyId": key,
            "GranteePrincipal": ROLE,
            "RetiringPrincipal": ROLE,
            "Operations": ["Encrypt"],
            "Name": "python",
            "Constraints": {"EncryptionContextSubset": {"a": "b"}},
        }
        one = kms.create_grant(**parameters)
        again = kms.create_grant(**parameters)
        self.assertEqual(one["GrantId"], again["GrantId"])
        self.assertNotEqual(one["GrantToken"], again["GrantToken"])
        kms.list_grants(KeyId=key)
        kms.list_retirable_grants(RetiringPrincipal=ROLE)
        kms.retire_grant(GrantToken=one["GrantToken"])
        self.refused(
            "InvalidGrantIdException", kms.revoke_grant, KeyId=key, GrantId=one["GrantId"]
        )
        other = kms.create_grant(**parameters)
        kms.revoke_grant(KeyId=key, GrantId=other["GrantId"])

    def test_key_stores(self):
        kms.describe_custom_key_stores(CustomKeyStoreId=STORE)
        self.refused(
            "CustomKeyStoreNotFoundException",
            kms.connect_custom_key_store,
            CustomKeyStoreId="cks-none",
        )
        self.refused(
            "CustomKeyStoreInvalidStateException",
            kms.delete_custom_key_store,
            CustomKeyStoreId=STORE,
        )
        kms.connect_custom_key_store(CustomKeyStoreId=STORE)
        kms.update_custom_key_store(CustomKeyStoreId=STORE, NewCustomKeyStoreName="of-boto3")

    def test_what_is_not_there(self):
        self.refused("NotFoundException", kms.describe_key, KeyId=NOBODY)
        self.refused("NotFoundException", kms.encrypt, KeyId="alias/none", Plaintext=b"x")
        elsewhere = client("kms", region_name="eu-west-1")
        self.assertEqual(
            "Invalid arn us-east-1",
            self.refused("NotFoundException", elsewhere.describe_key, KeyId=self.key["Arn"]),
        )
        sealed = kms.encrypt(KeyId=self.key["KeyId"], Plaintext=b"x")["CiphertextBlob"]
        self.assertTrue(
            self.refused(
                "AccessDeniedException", elsewhere.decrypt, CiphertextBlob=sealed
            ).startswith("The ciphertext refers to a customer master key that does not exist")
        )
        self.refused("InvalidCiphertextException", kms.decrypt, CiphertextBlob=b"nonsense")

    def test_a_role_of_the_seed_is_assumed(self):
        session = client("sts").assume_role(RoleArn=ROLE, RoleSessionName="python")["Credentials"]
        assumed = client(
            "kms",
            aws_access_key_id=session["AccessKeyId"],
            aws_secret_access_key=session["SecretAccessKey"],
            aws_session_token=session["SessionToken"],
        )
        assumed.describe_key(KeyId=self.key["KeyId"])

    @classmethod
    def tearDownClass(cls):
        missing = {
            "CreateKey", "DescribeKey", "ListKeys", "EnableKey", "DisableKey", "GetKeyLastUsage",
            "UpdateKeyDescription", "ScheduleKeyDeletion", "CancelKeyDeletion", "CreateAlias",
            "UpdateAlias", "DeleteAlias", "ListAliases", "TagResource", "UntagResource",
            "ListResourceTags", "GetKeyPolicy", "PutKeyPolicy", "ListKeyPolicies", "CreateGrant",
            "ListGrants", "ListRetirableGrants", "RevokeGrant", "RetireGrant", "Encrypt", "Decrypt",
            "ReEncrypt", "GenerateDataKey", "GenerateDataKeyWithoutPlaintext", "GenerateRandom",
            "GetKeyRotationStatus", "EnableKeyRotation", "DisableKeyRotation", "RotateKeyOnDemand",
            "ListKeyRotations", "DescribeCustomKeyStores", "ConnectCustomKeyStore",
            "UpdateCustomKeyStore",
        } - answered
        if violations or missing:
            raise AssertionError(f"not in the model: {violations}; never answered: {missing}")


if __name__ == "__main__":
    unittest.main()
