package org.xksworkbench.app.creation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.policy.PolicyJson;

/// What is made here as a file of Terraform, for the AWS provider of HashiCorp. Arguments and what
/// the provider cannot do are from its schema and documents: `aws_kms_custom_key_store` of 6.0.0,
/// the first whose text on external key stores was read, and `aws_kms_key` of 6.36.0.
/// `aws_kms_external_key` is for imported key material, not for external key stores.
public final class Terraform {

  /// The oldest release whose schema was read.
  private static final String PROVIDER = ">= 6.0.0";

  private static final String SECRET = "xks_proxy_raw_secret_access_key";

  private final String profile;
  private final KmsEndpoint endpoint;

  /// @param profile of the user's AWS files; the stand-in needs none
  public Terraform(String profile, KmsEndpoint endpoint) {
    this.profile = profile;
    this.endpoint = endpoint;
  }

  /// A key and its alias.
  String creating(KmsChange.CreateKey key, String alias) {
    var name = Hcl.name(alias.substring("alias/".length()));
    return head(
            """
            # aws_kms_key makes the KMS key if the key store is connected; Terraform cannot connect it.
            # Origin, key spec and key usage follow from xks_key_id. Automatic rotation is not possible.
            # Another external key or key store would be another KMS key: the present one would be
            # scheduled for deletion, so that prevent_destroy is set.
            """)
        + key(name, key, "")
        + alias(name, alias);
  }

  /// Keys that exist, with blocks that take them over.
  ///
  /// @param keys in external key stores
  String existing(List<ExistingKey> keys) {
    var text =
        new StringBuilder(
            head(
                """
                # Takes over what exists: read what terraform plan says before you apply it. What was not
                # read is left alone by ignore_changes. Origin, key spec and key usage follow from
                # xks_key_id. Another external key or key store would be another KMS key: the present one
                # would be scheduled for deletion, so that prevent_destroy is set.
                """));
    var names = new HashSet<String>();
    for (var existing : keys) {
      var name = nameOf(existing, names);
      text.append(importing("aws_kms_key." + name, existing.keyId()))
          .append(key(name, existing.plan().createKey(), unread(existing)));
      if (existing.hasAlias()) {
        text.append(importing("aws_kms_alias." + name, existing.plan().alias()))
            .append(alias(name, existing.plan().alias()));
      }
    }
    return text.toString();
  }

  /// An external key store. The secret of its credential is asked for, and is not in the text.
  String creating(KmsChange.CreateCustomKeyStore store) {
    var attributes =
        new ArrayList<>(
            List.of(
                Map.entry("custom_key_store_name", Hcl.string(store.name())),
                Map.entry("custom_key_store_type", Hcl.string("EXTERNAL_KEY_STORE")),
                Map.entry("xks_proxy_connectivity", Hcl.string(store.connectivity().name())),
                Map.entry("xks_proxy_uri_endpoint", Hcl.string(store.uriEndpoint())),
                Map.entry("xks_proxy_uri_path", Hcl.string(store.uriPath()))));
    store
        .vpcEndpointServiceName()
        .filter(_ -> store.connectivity() == Connectivity.VPC_ENDPOINT_SERVICE)
        .ifPresent(service ->
            attributes.add(Map.entry("xks_proxy_vpc_endpoint_service_name", Hcl.string(service))));
    var owner =
        store
            .vpcEndpointServiceOwner()
            .map(account ->
                """
                # The owner of the VPC endpoint service, account %s, cannot be named: the resource has
                # no argument for it. Make this key store by the AWS CLI.
                """
                    .formatted(account))
            .orElse("");
    return head(
            """
            # aws_kms_custom_key_store makes the key store, disconnected. Terraform cannot connect it: do
            # that here or by aws kms connect-custom-key-store, before keys are made.
            # Terraform asks for the secret and keeps it in its state, in clear: keep the state as you
            # would keep the secret.
            """
                + owner)
        + """
        variable "%s" {
          description = "Secret of the XKS proxy's credential"
          type        = string
          sensitive   = true
        }

        resource "aws_kms_custom_key_store" "%s" {
        %s
          xks_proxy_authentication_credential {
            access_key_id         = %s
            raw_secret_access_key = var.%s
          }
        }
        """
            .formatted(
                SECRET,
                Hcl.name(store.name()),
                Hcl.attributes("  ", attributes),
                Hcl.string(store.credential().accessKeyId()),
                SECRET);
  }

  private String head(String about) {
    return """
    # Terraform, written by XKS Workbench and never applied by it. For hashicorp/aws 6; what is said
    # of it is as of 6.36.0.
    %s
    terraform {
      required_providers {
        aws = {
          source  = "hashicorp/aws"
          version = "%s"
        }
      }
    }

    provider "aws" {
    %s}

    """
        .formatted(about, PROVIDER, provider());
  }

  private String provider() {
    if (!endpoint.isLoopback()) {
      return Hcl.attributes(
          "  ",
          List.of(
              Map.entry("profile", Hcl.string(profile)),
              Map.entry("region", Hcl.string(endpoint.region()))));
    }
    return Hcl.attributes(
            "  ",
            List.of(
                Map.entry("region", Hcl.string(endpoint.region())),
                Map.entry("access_key", Hcl.string("LOCALKMSNOTAWS")),
                Map.entry("secret_key", Hcl.string("local")),
                Map.entry("skip_credentials_validation", "true"),
                Map.entry("skip_requesting_account_id", "true")))
        + """

          endpoints {
            kms = %s
          }
        """
            .formatted(Hcl.string(endpoint.uri().toString()));
  }

  /// @param unread arguments that stay as they are in AWS KMS
  private static String key(String name, KmsChange.CreateKey key, String unread) {
    var attributes =
        new ArrayList<>(
            List.of(
                Map.entry("custom_key_store_id", Hcl.string(key.customKeyStoreId())),
                Map.entry("xks_key_id", Hcl.string(key.xksKeyId()))));
    if (!key.description().isEmpty()) {
      attributes.add(Map.entry("description", Hcl.string(key.description())));
    }
    var text =
        new StringBuilder("resource \"aws_kms_key\" \"" + name + "\" {\n")
            .append(Hcl.attributes("  ", attributes));
    if (!key.tags().isEmpty()) {
      text.append("\n  tags = {\n");
      new TreeMap<>(key.tags())
          .forEach((tag, value) ->
              text.append("    %s = %s\n".formatted(Hcl.string(tag), Hcl.string(value))));
      text.append("  }\n");
    }
    key.policy().ifPresent(policy -> text.append("\n  policy = ").append(policy(policy)));
    return text.append("\n  lifecycle {\n    prevent_destroy = true\n")
        .append(unread)
        .append("  }\n}\n\n")
        .toString();
  }

  /// Terraform compares policies by what they say, if they are JSON.
  private static String policy(String policy) {
    return PolicyJson.parse(policy)
        .map(json -> "jsonencode(" + Hcl.expression(json, "  ") + ")\n")
        .orElseGet(() -> Hcl.string(policy) + "\n");
  }

  private static String unread(ExistingKey existing) {
    var ignored = new ArrayList<String>();
    if (existing.plan().createKey().policy().isEmpty()) {
      ignored.add("policy");
    }
    if (!existing.tagsRead()) {
      ignored.addAll(List.of("tags", "tags_all"));
    }
    return ignored.isEmpty() ? "" : "    ignore_changes  = " + ignored + "\n";
  }

  private static String alias(String name, String alias) {
    return """
    resource "aws_kms_alias" "%s" {
      name          = %s
      target_key_id = aws_kms_key.%s.key_id
    }
    """
        .formatted(name, Hcl.string(alias), name);
  }

  private static String importing(String resource, String id) {
    return """
    import {
      to = %s
      id = %s
    }

    """
        .formatted(resource, Hcl.string(id));
  }

  private static String nameOf(ExistingKey existing, Set<String> taken) {
    var name =
        Hcl.name(
            existing.hasAlias()
                ? existing.plan().alias().substring("alias/".length())
                : existing.keyId());
    if (!taken.add(name)) {
      name = name + "_" + Hcl.name(existing.keyId());
      taken.add(name);
    }
    return name;
  }
}
