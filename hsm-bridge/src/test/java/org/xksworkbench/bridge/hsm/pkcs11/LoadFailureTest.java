package org.xksworkbench.bridge.hsm.pkcs11;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.OddModule;

/// A library that does not load says why.
class LoadFailureTest {

  @TempDir private Path folder;

  private static String failureOf(Path module) {
    var failure = catchThrowableOfType(HsmException.class, () -> Pkcs11Hsm.open(module));
    assertThat(failure.reason()).isEqualTo(Reason.MODULE_UNUSABLE);
    assertThat(failure).hasMessageStartingWith("The module " + module + " cannot be used: ");
    return failure.getMessage();
  }

  @Test
  void a_folder_is_none() {
    assertThat(failureOf(folder)).contains("it is a folder");
  }

  @Test
  void a_file_that_is_not_there_is_said_to_be_missing() {
    assertThat(failureOf(folder.resolve("libnowhere.so"))).contains("there is no such file");
  }

  @Test
  void what_a_library_needs_and_is_not_there_is_named() {
    assertThat(failureOf(OddModule.withMissingPart(folder)))
        .contains("it needs libpart-of-odd.so, which the system does not find")
        .contains("The system says: libpart-of-odd.so: cannot open shared object file");
  }

  @Test
  void a_library_of_32_bits_is_told_as_one() throws IOException {
    var library = OddModule.noModule(folder);
    var bytes = Files.readAllBytes(library);
    // EI_CLASS: ELFCLASS32
    bytes[4] = 1;
    Files.write(library, bytes);
    assertThat(failureOf(library)).contains("a library of 32 bits").contains("ELFCLASS32");
  }

  @Test
  void what_is_no_library_comes_with_the_loaders_own_words() throws IOException {
    var text = folder.resolve("readme.so");
    Files.writeString(text, "This is no library, although its name says so.\n".repeat(200));
    assertThat(failureOf(text))
        .contains("it is no PKCS#11 library for this system")
        .contains("invalid ELF header");
  }

  @Test
  void a_library_of_something_else_is_no_pkcs_11_library() {
    assertThat(failureOf(OddModule.noModule(folder)))
        .contains("it is no PKCS#11 library: it has no C_GetFunctionList");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          /m.so: failed to map segment from shared object: Operation not permitted | noexec
          dlopen(/m.so, 0x0001): Library not loaded: @rpath/libpart.dylib           | it needs @rpath/libpart.dylib
          dlopen(/m.so): mach-o file, but is an incompatible architecture           | another kind of processor
          /m.so: cannot open shared object file: No such file or directory         | no PKCS#11 library for this system
          """)
  void words_of_loaders_of_other_systems_are_understood(String loader, String told) {
    assertThat(LoadFailure.inWords(Path.of("/m.so"), loader))
        .contains(told)
        .endsWith("The system says: " + loader);
  }
}
