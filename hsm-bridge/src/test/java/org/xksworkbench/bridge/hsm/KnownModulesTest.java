package org.xksworkbench.bridge.hsm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Which libraries a user is offered.
class KnownModulesTest {

  @TempDir private Path folder;

  @Test
  void a_library_that_two_paths_lead_to_is_offered_once() throws IOException {
    var library = Files.createFile(folder.resolve("libsofthsm2.so"));
    var link = Files.createSymbolicLink(folder.resolve("link.so"), library);
    var other = Files.createFile(folder.resolve("other.so"));
    var first = new KnownModules.KnownModule("SoftHSM", link);
    var second = new KnownModules.KnownModule("SoftHSM", library);
    var third = new KnownModules.KnownModule("Other", other);
    var absent = new KnownModules.KnownModule("Absent", folder.resolve("absent.so"));
    assertThat(KnownModules.installedModules(List.of(absent, first, second, third)))
        .containsExactly(first, third);
  }

  @Test
  void what_this_machine_has_is_found() {
    assertThat(KnownModules.installedModules())
        .extracting(KnownModules.KnownModule::product)
        .contains("SoftHSM");
  }

  @Test
  void a_file_that_the_user_named_before_is_offered_as_long_as_it_is_there() throws IOException {
    var named = Files.createFile(folder.resolve("libvendor.so"));
    var gone = folder.resolve("gone.so");
    var installed = KnownModules.installedModules();
    var offered =
        KnownModules.installedModulesAnd(List.of(installed.getFirst().path(), named, gone));
    assertThat(offered)
        .startsWith(installed.toArray(KnownModules.KnownModule[]::new))
        .endsWith(new KnownModules.KnownModule("libvendor.so", named))
        .hasSize(installed.size() + 1);
  }

  @Test
  void what_is_registered_with_p11_kit_is_found_as_p11_kit_finds_it() throws IOException {
    var libraries = Files.createDirectory(folder.resolve("lib"));
    var relative = Files.createFile(libraries.resolve("relative.so"));
    var absolute = Files.createFile(folder.resolve("absolute.so"));
    var users = Files.createDirectory(folder.resolve("user"));
    var packages = Files.createDirectory(folder.resolve("packages"));
    Files.writeString(packages.resolve("a.module"), "# a comment: none\nmodule: relative.so\n");
    Files.writeString(packages.resolve("b.module"), "module: " + folder + "/nowhere.so\n");
    Files.writeString(packages.resolve("off.module"), "module: relative.so\n");
    Files.writeString(packages.resolve("trust.module"), "module: relative.so\ntrust-policy: yes\n");
    Files.writeString(packages.resolve("readme.txt"), "module: relative.so\n");
    Files.write(packages.resolve("damaged.module"), new byte[] {(byte) 0xFF, 0, ':', '\n'});
    Files.writeString(users.resolve("off.module"), "module:\n");
    Files.writeString(
        users.resolve("nss.module"),
        "module:  " + absolute + "\nx-init-reserved: configdir='sql:/a b' flags=\n");
    var registered =
        new RegisteredModules(
            List.of(folder.resolve("not-there"), users, packages), List.of(libraries));
    assertThat(registered.list())
        .containsExactly(
            new KnownModules.KnownModule("a", relative),
            new KnownModules.KnownModule("nss", absolute, "configdir='sql:/a b' flags="));
    var link = Files.createSymbolicLink(folder.resolve("link.so"), absolute);
    assertThat(KnownModules.initializationOf(link, registered))
        .isEqualTo("configdir='sql:/a b' flags=");
    assertThat(KnownModules.initializationOf(relative, registered)).isEmpty();
    assertThat(
            KnownModules.installedModules(
                List.of(
                    new KnownModules.KnownModule("NSS", absolute),
                    registered.list().getLast(),
                    registered.list().getFirst())))
        .containsExactly(
            new KnownModules.KnownModule("NSS", absolute, "configdir='sql:/a b' flags="),
            new KnownModules.KnownModule("a", relative));
  }
}
