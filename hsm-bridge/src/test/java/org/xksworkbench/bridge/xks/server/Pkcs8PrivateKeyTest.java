package org.xksworkbench.bridge.xks.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.xks.config.Certificates;

class Pkcs8PrivateKeyTest {

  @TempDir private Path folder;
  private Path file;

  @BeforeEach
  void writeTheKeyOfAProxy() throws IOException {
    file = folder.resolve("tls-key.pem");
    Files.writeString(file, Certificates.issue("xks.example.com").privateKeyPem());
  }

  @Test
  void the_key_that_a_new_proxy_gets_is_read_without_other_libraries() {
    assertThat(Pkcs8PrivateKey.read(file).orElseThrow().getEncoded())
        .isEqualTo(PemPrivateKey.read(file).getEncoded());
  }

  @Test
  void what_is_no_such_key_is_left_to_others() throws IOException {
    var good = Files.readString(file);
    Files.writeString(file, good.substring(0, good.length() / 2));
    assertThat(Pkcs8PrivateKey.read(file)).isEmpty();
    Files.writeString(file, good.replaceAll("(?m)^[A-Za-z0-9].*$", "AAAA"));
    assertThat(Pkcs8PrivateKey.read(file)).isEmpty();
    assertThat(Pkcs8PrivateKey.read(folder.resolve("none"))).isEmpty();
  }
}
