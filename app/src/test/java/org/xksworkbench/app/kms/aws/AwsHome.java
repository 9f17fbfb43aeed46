package org.xksworkbench.app.kms.aws;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.HexFormat;

/// The home of somebody who has a profile of each kind, and is signed in.
final class AwsHome {

  static final String PROFILES =
      """
      [profile keys]
      aws_access_key_id = AKIAKEYS
      aws_secret_access_key = planted-secret
      [profile role]
      role_arn = arn:aws:iam::111122223333:role/Outer
      source_profile = inner
      [profile inner]
      role_arn = arn:aws:iam::111122223333:role/Inner
      source_profile = keys
      external_id = e-1
      [profile web]
      role_arn = arn:aws:iam::111122223333:role/Web
      web_identity_token_file = ~/web-token
      [sso-session corp]
      sso_start_url = https://corp.awsapps.com/start
      sso_region = eu-central-1
      [profile center]
      sso_session = corp
      sso_account_id = 111122223333
      sso_role_name = admin
      [profile old-center]
      sso_start_url = https://old.awsapps.com/start
      sso_region = eu-central-1
      sso_account_id = 111122223333
      sso_role_name = admin
      """;

  private final Path folder;

  AwsHome(Path folder) throws IOException {
    this.folder = folder;
    Files.createDirectories(folder.resolve(".aws/sso/cache"));
    config(PROFILES);
    Files.writeString(folder.resolve("web-token"), "planted-token\n");
    session("corp", Instant.parse("2098-01-01T00:00:00Z"));
    session("https://old.awsapps.com/start", Instant.parse("2098-01-01T00:00:00Z"));
  }

  Path folder() {
    return folder;
  }

  void config(String text) throws IOException {
    Files.writeString(folder.resolve(".aws/config"), text);
  }

  String config() throws IOException {
    return Files.readString(folder.resolve(".aws/config"));
  }

  /// As the AWS CLI writes one.
  ///
  /// @param name of the sso-session, or the start URL
  void session(String name, Instant end) throws IOException {
    Files.writeString(
        sessionFile(name),
        """
        {"startUrl": "https://corp.awsapps.com/start", "region": "eu-central-1",
         "accessToken": "planted-token", "expiresAt": "%s", "clientId": "c",
         "clientSecret": "planted-secret", "registrationExpiresAt": "2098-01-01T00:00:00Z",
         "refreshToken": "planted-refresh", "ofTheCli": "stays"}
        """
            .formatted(end));
  }

  Path sessionFile(String name) {
    try {
      return folder
          .resolve(".aws/sso/cache")
          .resolve(
              HexFormat.of()
                      .formatHex(
                          MessageDigest.getInstance("SHA-1")
                              .digest(name.getBytes(StandardCharsets.UTF_8)))
                  + ".json");
    } catch (GeneralSecurityException e) {
      throw new AssertionError(e);
    }
  }
}
