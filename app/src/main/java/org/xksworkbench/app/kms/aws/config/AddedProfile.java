package org.xksworkbench.app.kms.aws.config;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.xksworkbench.app.kms.NewProfiles.ProfileDraft;
import org.xksworkbench.bridge.store.OwnerOnly;

/// A profile at the end of the user's config file, as the AWS CLI writes one.
public final class AddedProfile {

  /// What the AWS CLI asks for in a new `[sso-session]`.
  private static final String SCOPE = "sso:account:access";

  /// What would end the header or be read otherwise in it.
  private static final Pattern NO_NAME = Pattern.compile("[\\p{Cntrl}\\[\\]\"'#;\\\\]");

  private static final Map<String, Pattern> FORMS =
      Map.of(
          "start URL", Pattern.compile("https://[^\\s#;]+"),
          "Region", Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+"),
          "account ID", Pattern.compile("\\d{12}"),
          "role", Pattern.compile("[\\w+=,.@-]{1,64}"));

  private AddedProfile() {}

  /// @throws IllegalArgumentException with a sentence, if it is no name that a header can have
  public static void requireName(String what, String name) {
    if (name.isBlank() || !name.equals(name.strip()) || NO_NAME.matcher(name).find()) {
      throw new IllegalArgumentException(
          "The name of the %s is empty, or has a character that AWS files do not take in one."
              .formatted(what));
    }
  }

  /// @param what a start URL, a Region, an account ID or a role
  /// @throws IllegalArgumentException with a sentence, if it is none
  public static void requireForm(String what, String value) {
    var form = FORMS.get(what);
    if (form == null || !form.matcher(value).matches()) {
      throw new IllegalArgumentException("The %s is not written as one.".formatted(what));
    }
  }

  /// The file, whole; empty if there is none.
  ///
  /// @throws CharacterCodingException if it is not UTF-8: it could not be given back as it was
  public static String before(Path file) throws IOException {
    try {
      return StandardCharsets.UTF_8
          .newDecoder()
          .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
          .toString();
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  /// Another one for another file.
  public static String fingerprint(String content) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256")
                  .digest(content.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  /// What comes behind the file.
  ///
  /// @param withSession whether the `[sso-session]` has to be written, too
  public static String text(String before, ProfileDraft draft, boolean withSession) {
    var session = draft.session();
    var lines = new ArrayList<String>();
    if (withSession) {
      lines.addAll(
          List.of(
              header("sso-session", session.name()),
              "sso_start_url = " + session.startUrl(),
              "sso_region = " + session.region(),
              "sso_registration_scopes = " + SCOPE,
              ""));
    }
    lines.addAll(
        List.of(
            draft.name().equals("default") ? "[default]" : header("profile", draft.name()),
            "sso_session = " + session.name(),
            "sso_account_id = " + draft.account(),
            "sso_role_name = " + draft.role(),
            "region = " + draft.region()));
    var end = before.contains("\r\n") ? "\r\n" : "\n";
    return gap(before, end) + String.join(end, lines) + end;
  }

  private static String gap(String before, String end) {
    if (before.isEmpty()) {
      return "";
    }
    return before.endsWith("\n") ? end : end + end;
  }

  private static String header(String kind, String name) {
    return name.matches("\\S+")
        ? "[%s %s]".formatted(kind, name)
        : "[%s \"%s\"]".formatted(kind, name);
  }

  /// What the files would say.
  public static AwsConfiguration with(AwsEnvironment surroundings, String content) {
    return AwsConfiguration.read(surroundings, content.getBytes(StandardCharsets.UTF_8));
  }

  /// Puts the file in the place of what was there; it may be read by whom it was before.
  public static void write(Path file, String content) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    if (folder != null && !Files.isDirectory(folder)) {
      OwnerOnly.createFolder(folder);
    }
    var posix =
        Files.exists(file) && file.getFileSystem().supportedFileAttributeViews().contains("posix");
    var permissions = posix ? Files.getPosixFilePermissions(file) : null;
    OwnerOnly.replace(file, content);
    if (permissions != null) {
      Files.setPosixFilePermissions(file, permissions);
    }
  }
}
