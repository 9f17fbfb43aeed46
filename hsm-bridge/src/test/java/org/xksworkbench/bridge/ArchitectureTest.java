package org.xksworkbench.bridge;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.lang.reflect.Modifier;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.xipki.pkcs11.wrapper.PKCS11Module;
import org.xksworkbench.bridge.store.Deletion;
import org.xksworkbench.bridge.store.MadeFiles;

/// The arrows of docs/architecture.md for the bridge.
class ArchitectureTest {

  private static final String ROOT = "org.xksworkbench.bridge";
  private static final JavaClasses BRIDGE =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  @Test
  void the_bridge_knows_no_window() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javafx..", "org.xksworkbench.app..")
        .because("it runs on machines without a display, and the arrow between modules is one way")
        .check(BRIDGE);
  }

  @Test
  void packages_form_no_cycle() {
    slices()
        .matching(ROOT + ".(**)")
        .should()
        .beFreeOfCycles()
        .because("what is in a cycle can only be understood at once")
        .check(BRIDGE);
  }

  @Test
  void only_one_package_knows_pdf() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".paper")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.pdfbox..", "com.google.zxing..")
        .because("a page is made in one way, with one font and one foot")
        .check(BRIDGE);
  }

  @Test
  void only_one_package_sends_signed_requests_over_https() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".https")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.apache.hc..", "software.amazon.awssdk.http..")
        .because("who is trusted, how long is waited and how much is read is decided in one place")
        .check(BRIDGE);
  }

  @Test
  void only_one_package_knows_cryptoki() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".hsm.pkcs11..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.xipki..", "iaik..")
        .because("handles, templates and return codes stop at the port")
        .check(BRIDGE);
  }

  @Test
  void the_port_to_the_hsm_is_values_only() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".hsm")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + ".hsm", "java..", "org.jspecify..")
        .because("an implementation may live in another process")
        .check(BRIDGE);
  }

  @Test
  void the_local_kms_and_the_proxy_share_no_code_that_checks_them() {
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".localkms..", ROOT + ".xks.client..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..")
                .and(
                    resideOutsideOfPackages(
                        ROOT + ".localkms..",
                        ROOT + ".xks.client..",
                        ROOT + ".https..",
                        ROOT + ".store..")))
        .because("one mistake in shared code would hide itself on both sides")
        .check(BRIDGE);
    noClasses()
        .that()
        .resideInAnyPackage(ROOT + ".xks.server..", ROOT + ".xks.auth..", ROOT + ".xks.protocol..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".localkms..", ROOT + ".xks.client..", ROOT + ".https..", "software.amazon..")
        .because("the proxy verifies with code of its own what the AWS SDK signed")
        .check(BRIDGE);
  }

  @Test
  void the_wire_of_the_local_kms_knows_no_service() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".localkms.wire..")
        .should()
        .dependOnClassesThat(
            resideInAPackage(ROOT + "..").and(resideOutsideOfPackages(ROOT + ".localkms.wire..")))
        .because("what is on the wire is the same for AWS KMS, STS, IAM and CloudTrail")
        .check(BRIDGE);
  }

  @Test
  void the_state_of_the_local_kms_is_values_only() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".localkms.state..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.nio.file..", "java.net..", "com.sun.net..", "org.apache.hc..")
                .or(
                    resideInAPackage(ROOT + ".localkms..")
                        .and(
                            resideOutsideOfPackages(
                                ROOT + ".localkms.state..", ROOT + ".localkms.wire.."))))
        .because("operations, files and proxies are built on it, and it knows none of them")
        .check(BRIDGE);
  }

  @Test
  void a_ceremony_knows_of_ours_only_the_port_to_the_hsm_and_opens_no_connection() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".ceremony..")
        .should()
        .onlyDependOnClassesThat(
            resideOutsideOfPackage("org.xksworkbench..")
                .or(
                    resideInAnyPackage(
                        ROOT + ".ceremony..", ROOT + ".hsm", ROOT + ".paper", ROOT + ".store")))
        .because("what touches AWS KMS goes through an interface that the app implements")
        .check(BRIDGE);
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".ceremony..")
        .should()
        .dependOnClassesThat(
            resideInAnyPackage("java.net..", "io.netty..", "org.apache.hc..", "software.amazon..")
                .or(nameMatching("java\\.nio\\.channels\\..*Socket.*")))
        .because("a ceremony makes no network call beyond those that its plan names")
        .check(BRIDGE);
  }

  @Test
  void the_lab_knows_proxies_only_from_outside() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".check..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(ROOT + ".xks..", ROOT + ".localkms..", ROOT + ".hsm..")
        .because("it may be judging our own proxy, and shared code would share its mistakes")
        .check(BRIDGE);
  }

  @Test
  void only_the_command_line_prints() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".cli..")
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because("what a library prints, nobody reads; it logs")
        .check(BRIDGE);
  }

  @Test
  void one_class_deletes_and_goes_into_folders_only_by_a_manifest() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Deletion.class)
        .should()
        .callMethod(Files.class, "delete", Path.class)
        .orShould()
        .callMethod(Files.class, "deleteIfExists", Path.class)
        .orShould()
        .callMethod(File.class, "delete")
        .orShould()
        .callMethod(File.class, "deleteOnExit")
        .orShould()
        .callMethod(SecureDirectoryStream.class, "deleteFile", Object.class)
        .orShould()
        .callMethod(SecureDirectoryStream.class, "deleteDirectory", Object.class)
        .orShould()
        .accessField(StandardOpenOption.class, "DELETE_ON_CLOSE")
        .because("nothing is deleted but by its owner's word")
        .check(BRIDGE);
    assertThat(Deletion.class.getDeclaredMethods())
        .filteredOn(method -> Modifier.isPublic(method.getModifiers()))
        .extracting(method -> List.of(method.getParameterTypes()))
        .as("a file that the caller made, or a manifest")
        .containsExactlyInAnyOrder(List.of(Path.class), List.of(MadeFiles.class));
  }

  @Test
  void nobody_lets_the_wrapper_unpack_its_native_part() {
    noClasses()
        .should()
        .callMethod(PKCS11Module.class, "getInstance", String.class)
        .because(
            "it unpacks into the shared temporary folder, and loads a second time what is loaded")
        .check(BRIDGE);
  }

  @Test
  void nothing_static_can_change() {
    noFields()
        .that()
        .areStatic()
        .should()
        .notHaveModifier(JavaModifier.FINAL)
        .because("state belongs to objects that somebody made and somebody closes")
        .check(BRIDGE);
  }

  @Test
  void no_thread_is_virtual() {
    noClasses()
        .should()
        .callMethod(Thread.class, "ofVirtual")
        .orShould()
        .callMethod(Thread.class, "startVirtualThread", Runnable.class)
        .orShould()
        .callMethod(Executors.class, "newVirtualThreadPerTaskExecutor")
        .because("a read of a pipe or a file holds its carrier, and a few of them stop all others")
        .check(BRIDGE);
  }
}
