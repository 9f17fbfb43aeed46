"""The AWS Encryption SDK for Python on the KMS key whose ARN is the argument."""

import sys

import aws_encryption_sdk
import boto3
from aws_cryptographic_material_providers.mpl import AwsCryptographicMaterialProviders
from aws_cryptographic_material_providers.mpl.config import MaterialProvidersConfig
from aws_cryptographic_material_providers.mpl.models import CreateAwsKmsKeyringInput

keyring = AwsCryptographicMaterialProviders(
    config=MaterialProvidersConfig()
).create_aws_kms_keyring(
    CreateAwsKmsKeyringInput(
        kms_key_id=sys.argv[1], kms_client=boto3.client("kms", region_name="us-east-1")
    )
)
client = aws_encryption_sdk.EncryptionSDKClient()
sealed, _ = client.encrypt(
    source=b"attack at dawn", keyring=keyring, encryption_context={"purpose": "test"}
)
opened, _ = client.decrypt(source=sealed, keyring=keyring)
print(opened.decode())
