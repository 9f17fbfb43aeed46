package org.xksworkbench.app;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaMethod;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.File;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.FileReader;
import java.io.FileWriter;
import java.io.RandomAccessFile;
import java.net.Proxy;
import java.net.URL;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javafx.application.Platform;
import javafx.beans.Observable;
import javafx.scene.control.ButtonBase;
import javafx.scene.control.MenuItem;
import org.junit.jupiter.api.Test;
import org.slf4j.Logger;
import org.xksworkbench.app.bootstrap.Robot;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.config.ProxyFile;
import org.xksworkbench.bridge.xks.config.ProxyFolder;
import software.amazon.awssdk.profiles.ProfileFile;

/// The arrows of docs/architecture.md for the window, and the names of the whole build.
class ArchitectureTest {

  private static final String ROOT = "org.xksworkbench.app";
  private static final String BUILD = "org.xksworkbench";
  private static final JavaClasses APP =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages(ROOT);

  private static final DescribedPredicate<JavaClass> TOUCH_FILES =
      JavaClass.Predicates.belongToAnyOf(
          Files.class,
          FileChannel.class,
          RandomAccessFile.class,
          FileInputStream.class,
          FileOutputStream.class,
          FileReader.class,
          FileWriter.class);

  @Test
  void packages_form_no_cycle() {
    slices()
        .matching(ROOT + ".(**)")
        .should()
        .beFreeOfCycles()
        .because("what is in a cycle can only be understood at once")
        .check(APP);
  }

  @Test
  void only_one_package_knows_the_aws_sdk() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".kms.aws..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage("software.amazon..")
        .because("the window knows AWS KMS by a port, and is tested without the SDK")
        .check(APP);
  }

  @Test
  void one_class_makes_the_clients_of_the_aws_sdk() {
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".kms.aws.client.ClientFactory")
        .should()
        .callMethodWhere(
            DescribedPredicate.describe(
                "builder() or create() of a client",
                call ->
                    call.getTargetOwner().getName().matches("software\\.amazon\\..*Client")
                        && call.getTargetOwner()
                            .getPackageName()
                            .startsWith("software.amazon.awssdk.services.")
                        && Set.of("builder", "create").contains(call.getName())))
        .because("each of them has the one HTTP client behind a guard")
        .check(APP);
  }

  @Test
  void the_aws_sdk_never_looks_for_credentials_regions_and_files_by_itself() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .haveNameMatching(
            "software\\.amazon\\..*\\.(DefaultCredentialsProvider|AwsCredentialsProviderChain"
                + "|ProfileCredentialsProvider|ProcessCredentialsProvider"
                + "|WebIdentityTokenFileCredentialsProvider|EnvironmentVariableCredentialsProvider"
                + "|SystemPropertyCredentialsProvider|DefaultAwsRegionProviderChain"
                + "|AwsRegionProviderChain|ProfileFileLocation|SsoOidcTokenProvider"
                + "|StsWebIdentityTokenFileCredentialsProvider)")
        .because("the clients that it makes for that know no proxy, no authority and no guard")
        .check(APP);
    noClasses()
        .should()
        .callMethod(ProfileFile.class, "defaultProfileFile")
        .because("the user's files are read by rules of our own")
        .check(APP);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".kms.aws.credentials.CredentialAssembly")
        .should()
        .dependOnClassesThat()
        .haveNameMatching("software\\.amazon\\..*\\.(InstanceProfile|Container)CredentialsProvider")
        .because("a workstation asks for rights of a machine only where a profile says so")
        .check(APP);
  }

  @Test
  void one_package_opens_connections_to_aws() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".kms.aws.network")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("software.amazon.awssdk.http.urlconnection..", "java.net.http..")
        .orShould()
        .callMethod(URL.class, "openConnection")
        .orShould()
        .callMethod(URL.class, "openConnection", Proxy.class)
        .orShould()
        .callMethod(URL.class, "openStream")
        .because("there is one decision on proxy and trust")
        .check(APP);
  }

  @Test
  void the_port_to_aws_kms_is_values_only() {
    classes()
        .that()
        .resideInAPackage(ROOT + ".kms")
        .should()
        .onlyDependOnClassesThat()
        .resideInAnyPackage(ROOT + ".kms", "java..", "org.jspecify..")
        .because("adapters depend on the port and not the other way round")
        .check(APP);
  }

  @Test
  void the_windows_process_never_loads_a_vendors_library() {
    noClasses()
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("org.xksworkbench.bridge.hsm.pkcs11..", "org.xipki..", "iaik..")
        .because("a crash or hang of a PKCS#11 module must cost a login and nothing else")
        .check(APP);
  }

  @Test
  void screens_do_not_know_each_other() {
    slices()
        .matching(ROOT + ".ui.screen.(*)..")
        .should()
        .notDependOnEachOther()
        .because("a screen can be understood, changed and deleted alone")
        .check(APP);
  }

  @Test
  void screens_know_ports_and_not_adapters() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".ui..")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage(
            ROOT + ".kms.aws..",
            ROOT + ".demo..",
            ROOT + ".bootstrap..",
            "org.xksworkbench.bridge.localkms..",
            "org.xksworkbench.bridge.agent..",
            "org.xksworkbench.bridge.xks.server..")
        .because("only the place that wires knows what stands behind a port")
        .check(APP);
  }

  @Test
  void view_models_know_no_scene() {
    noClasses()
        .that()
        .haveSimpleNameEndingWith("ViewModel")
        .should()
        .dependOnClassesThat()
        .resideInAnyPackage("javafx.scene..", "javafx.stage..", "javafx.application..")
        .because("a view model is tested without a toolkit")
        .check(APP);
  }

  @Test
  void one_class_reads_the_configuration_of_our_proxy_and_screens_take_what_is_known() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".ui..")
        .should()
        .dependOnClassesThat()
        .belongToAnyOf(ProxyConfig.class, ProxyFile.class, ProxyFolder.class)
        .because("the window's thread waits for no file")
        .check(APP);
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".proxy.ReadConfiguration")
        .should()
        .callMethod(ProxyConfig.class, "read", Path.class)
        .because("it is read once, and again when it has changed")
        .check(APP);
  }

  @Test
  void who_shows_something_touches_no_file() {
    noClasses()
        .that()
        .resideInAPackage(ROOT + ".ui..")
        // What the user chose, read and written in jobs.
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".ui.task.ChosenFile")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".ui.screen.ceremony.Secrets")
        .and()
        .doNotHaveFullyQualifiedName(ROOT + ".ui.screen.keystoreform.ConfigurationFile")
        .should()
        .dependOnClassesThat(TOUCH_FILES)
        .because("views and view models run on the window's thread, which waits for no file")
        .check(APP);
  }

  @Test
  void files_are_touched_in_few_packages() {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            ROOT + ".ui..",
            ROOT + ".bootstrap..",
            ROOT + ".ceremony..",
            ROOT + ".creation..",
            ROOT + ".demo..",
            ROOT + ".kms.aws..",
            ROOT + ".proxy..",
            ROOT + ".robot..")
        .should()
        .dependOnClassesThat(TOUCH_FILES)
        .because("the others keep what they keep by the store of the bridge")
        .check(APP);
  }

  @Test
  void what_is_pressed_shows_its_text_as_it_is() {
    var pressed =
        JavaClass.Predicates.assignableTo(ButtonBase.class)
            .or(JavaClass.Predicates.assignableTo(MenuItem.class));
    noClasses()
        .that()
        .doNotHaveFullyQualifiedName(ROOT + ".ui.widget.Buttons")
        .and(DescribedPredicate.not(pressed))
        .should()
        .callConstructorWhere(
            DescribedPredicate.describe(
                "of what is pressed",
                call ->
                    pressed.test(call.getTargetOwner())
                        && call.getTargetOwner().getPackageName().startsWith("javafx.")))
        .because("JavaFX takes the first underscore of a text for the mark of a key")
        .check(APP);
  }

  @Test
  void nothing_of_the_product_knows_the_robots() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".robot..")
        .should()
        .dependOnClassesThat()
        .resideInAPackage(ROOT + ".robot..")
        .because("the product's jar is shipped without them")
        .check(APP);
  }

  @Test
  void only_the_task_package_hops_to_the_windows_thread() {
    noClasses()
        .that()
        .resideOutsideOfPackage(ROOT + ".ui.task..")
        .should()
        .callMethod(Platform.class, "runLater", Runnable.class)
        .because("background work and its failures go one way")
        .check(APP);
  }

  @Test
  void nobody_prints() {
    noClasses()
        .that()
        .doNotBelongToAnyOf(Main.class)
        .should()
        .accessField(System.class, "out")
        .orShould()
        .accessField(System.class, "err")
        .because("a window has no console; it logs, and tells the user. Main answers a terminal")
        .check(APP);
  }

  @Test
  void what_is_deleted_goes_by_the_one_class_of_the_bridge() {
    noClasses()
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
        .check(APP);
  }

  /// Names that are read with what is around them, and why.
  private static final Map<String, String> READ_WITH_THEIR_OWNER =
      Map.of(
          "Builder", "what is built is the type around it",
          "ArchitectureTest", "one holds the arrows of the module that it is in");

  /// The kinds of line in evidence are the words of its format, most of them those of both
  /// versions.
  private static final Pattern KIND_OF_LINE =
      Pattern.compile(
          "org\\.xksworkbench\\.bridge\\.ceremony\\.(evidence\\.Content|transcript\\.Event)"
              + "\\$[^$]+");

  @Test
  void a_name_stands_for_one_thing_in_the_whole_build() {
    var types =
        new ClassFileImporter()
            .importPackages(BUILD).stream()
                .filter(type -> !type.isAnonymousClass() && !type.getSimpleName().contains("-"))
                .filter(type -> !READ_WITH_THEIR_OWNER.containsKey(type.getSimpleName()))
                .collect(
                    Collectors.groupingBy(
                        JavaClass::getSimpleName,
                        TreeMap::new,
                        Collectors.mapping(
                            JavaClass::getName, Collectors.toCollection(TreeSet::new))));
    assertThat(types).containsKeys("HsmKey", "KmsKey", "XksProxy", "SizeTest");
    assertThat(types.values())
        .as("types that a reader cannot tell apart by name")
        .filteredOn(names -> names.size() > 1)
        .filteredOn(names -> !names.stream().allMatch(KIND_OF_LINE.asMatchPredicate()))
        .isEmpty();
  }

  /// What ends in `ed`, and is no verb in the present tense; and those that end otherwise.
  private static final Pattern PARTICIPLE =
      Pattern.compile(
          "(?!embed$|exceed$|feed$|need$|proceed$|seed$|speed$|succeed$)[a-z]+ed"
              + "|(?!unknown$)(un|over)?(begun|bound|broken|brought|built|caught|chosen|done|drawn|driven|fallen"
              + "|forgotten|found|given|gone|got|grown|heard|held|hidden|kept|known|left|lent|lost"
              + "|made|meant|met|paid|said|seen|sent|shown|sold|sought|spent|spoken|stolen|struck"
              + "|stuck|sworn|taken|taught|thrown|told|torn|understood|woken|won|worn|written)");

  @Test
  void a_method_is_a_verb_or_a_noun_and_a_participle_only_of_what_is_a_state_or_an_event() {
    var methods =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .withImportOption(location -> !location.contains("-tests.jar"))
                .importPackages(BUILD)
                .stream()
                .flatMap(type -> type.getMethods().stream())
                .filter(method -> PARTICIPLE.matcher(method.getName()).matches())
                .filter(method -> !isState(method) && !isOfOthers(method))
                .map(JavaMethod::getFullName)
                .toList();
    assertThat(methods).as("who reads a call of it does not see what it does or gives").isEmpty();
  }

  /// True or false, what a view shows as it changes, or a component of a record.
  private static boolean isState(JavaMethod method) {
    var type = method.getRawReturnType();
    return type.isEquivalentTo(boolean.class)
        || type.isAssignableTo(Observable.class)
        || (method.getRawParameterTypes().isEmpty()
            && Stream.concat(
                    Stream.of(method.getOwner()), method.getOwner().getAllSubclasses().stream())
                .anyMatch(of -> of.isRecord() && of.tryGetField(method.getName()).isPresent()));
  }

  /// An event of a listener, or a name that a library gave.
  private static boolean isOfOthers(JavaMethod method) {
    var owner = method.getOwner();
    return Stream.concat(Stream.of(owner), owner.getAllRawInterfaces().stream())
            .filter(type -> type.getSimpleName().endsWith("Listener"))
            .anyMatch(type -> isIn(type, method))
        || Stream.concat(
                owner.getAllRawSuperclasses().stream(), owner.getAllRawInterfaces().stream())
            .filter(type -> !type.getPackageName().startsWith(BUILD))
            .anyMatch(type -> isIn(type, method));
  }

  private static boolean isIn(JavaClass type, JavaMethod method) {
    return type.getMethods().stream().anyMatch(other -> other.getName().equals(method.getName()));
  }

  @Test
  void nothing_static_can_change() {
    noFields()
        .that()
        .areStatic()
        .should()
        .notHaveModifier(JavaModifier.FINAL)
        .because("state belongs to objects that somebody made and somebody closes")
        .check(APP);
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
        .check(APP);
  }

  /// The robots that were brought are made before the window has its log file: whoever makes a
  /// logger then sets up logging without it.
  @Test
  void a_robot_makes_no_logger_before_it_drives() {
    noFields()
        .that()
        .areDeclaredInClassesThat()
        .implement(Robot.class)
        .should()
        .haveRawType(Logger.class)
        .check(APP);
  }
}
