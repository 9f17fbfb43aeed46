package org.xksworkbench.app.kms.aws.config;

import java.util.Set;

/// Settings of a profile that this program or the SDK reads (AWS SDKs and Tools Reference Guide,
/// "Settings reference").
final class KnownKeys {

  /// Of one line, and a blank before `#` or `;` is never a part of their value.
  private static final Set<String> WITHOUT_COMMENT =
      Set.of(
          "credential_source",
          "duration_seconds",
          "endpoint_url",
          "mfa_serial",
          "output",
          "region",
          "role_arn",
          "sso_account_id",
          "sso_region",
          "sso_start_url",
          "use_dualstack_endpoint",
          "use_fips_endpoint");

  /// Of one line, too: whatever is indented below them is no part of theirs.
  private static final Set<String> OTHERS =
      Set.of(
          "aws_access_key_id",
          "aws_secret_access_key",
          "aws_security_token",
          "aws_session_token",
          "ca_bundle",
          "credential_process",
          "external_id",
          "ignore_configured_endpoint_urls",
          "login_session",
          "max_attempts",
          "retry_mode",
          "role_session_name",
          "sdk_ua_app_id",
          "services",
          "source_profile",
          "sso_registration_scopes",
          "sso_role_name",
          "sso_session",
          "web_identity_token_file");

  private KnownKeys() {}

  static boolean contains(String key) {
    return WITHOUT_COMMENT.contains(key) || OTHERS.contains(key);
  }

  static boolean endAtComment(String key) {
    return WITHOUT_COMMENT.contains(key);
  }
}
