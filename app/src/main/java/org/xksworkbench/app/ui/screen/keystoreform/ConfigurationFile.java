package org.xksworkbench.app.ui.screen.keystoreform;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The file that a proxy writes for the AWS console: URI path and credential, no endpoint (AWS KMS
/// Developer Guide, Create an external key store, proxy configuration file).
///
/// @param secret wiped by the caller; empty if the file has none
record ConfigurationFile(String uriPath, String accessKeyId, char[] secret) {

  private static final long MOST_BYTES = 64 * 1024;

  /// Never shows the secret.
  @Override
  public String toString() {
    return "ConfigurationFile[" + uriPath + ", " + accessKeyId + "]";
  }

  /// @throws IOException if the file cannot be read or is not such a file
  static ConfigurationFile read(Path file) throws IOException {
    if (Files.size(file) > MOST_BYTES) {
      throw new NotAConfigurationFile(file, "it is longer than 64 KB");
    }
    var bytes = Files.readAllBytes(file);
    var path = "";
    var accessKeyId = "";
    var secret = new char[0];
    try (var parser = new JsonFactory().createParser(bytes)) {
      for (var token = parser.nextToken(); token != null; token = parser.nextToken()) {
        if (token != JsonToken.VALUE_STRING) {
          continue;
        }
        switch (name(parser)) {
          case "XksProxyUriPath" -> path = parser.getText();
          case "AccessKeyId" -> accessKeyId = parser.getText();
          case "RawSecretAccessKey" ->
              secret =
                  Arrays.copyOfRange(
                      parser.getTextCharacters(),
                      parser.getTextOffset(),
                      parser.getTextOffset() + parser.getTextLength());
          case null, default -> {}
        }
      }
    } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
      throw new NotAConfigurationFile(file, "it is no valid JSON: " + e.getOriginalMessage());
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
    if (path.isEmpty() && accessKeyId.isEmpty()) {
      throw new NotAConfigurationFile(
          file, "it has neither XksProxyUriPath nor XksProxyAuthenticationCredential");
    }
    return new ConfigurationFile(path, accessKeyId, secret);
  }

  private static @Nullable String name(JsonParser parser) throws IOException {
    return parser.currentName();
  }

  /// The file is another one; the message never quotes it, for it may hold a secret.
  private static final class NotAConfigurationFile extends java.nio.file.FileSystemException {
    private static final long serialVersionUID = 1;

    private NotAConfigurationFile(Path file, String why) {
      super(file.toString(), null, "this is not the configuration file of an XKS proxy: " + why);
    }
  }
}
