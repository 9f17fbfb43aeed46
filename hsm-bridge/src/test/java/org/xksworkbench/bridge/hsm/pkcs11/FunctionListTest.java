package org.xksworkbench.bridge.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.hsm.OddModule;
import org.xksworkbench.bridge.hsm.SoftHsm;

class FunctionListTest {

  @Test
  void the_list_that_the_wrapper_calls_is_found_and_tells_what_the_token_can_do() throws Exception {
    var token = SoftHsm.newToken();
    var kept = FunctionList.keptByTheWrapper(SoftHsm.modulePath());
    assertThat(kept).isPresent();
    // CKM_AES_GCM, with key sizes in bytes
    assertThat(new ForeignCryptoki(kept.orElseThrow()).mechanismInfo(token.id(), 0x1087))
        .startsWith(16, 32);
  }

  @Test
  void a_library_that_the_wrapper_did_not_load_has_none(@TempDir Path folder) throws IOException {
    var _ = SoftHsm.hsm().module();
    assertThat(FunctionList.keptByTheWrapper(OddModule.noModule(folder))).isEmpty();
  }
}
