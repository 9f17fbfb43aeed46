package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import javafx.scene.control.TextArea;
import javafx.scene.input.KeyCode;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.testfx.api.FxRobot;
import org.testfx.api.FxToolkit;
import org.testfx.util.WaitForAsyncUtils;
import org.xksworkbench.app.bootstrap.Arguments;
import org.xksworkbench.app.bootstrap.Desktop;
import org.xksworkbench.app.kms.aws.AwsOnLoopback;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// Signing in by mouse and keyboard, to IAM Identity Center behind a company's proxy: where
/// requests wait for it, and where a profile is made.
class SignInWindowTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final String PAGE = "https://corp.awsapps.com/start?user_code=ABCD-EFGH";

  @TempDir Path folder;
  private final FxRobot robot = new FxRobot();
  private final List<String> opened = Collections.synchronizedList(new ArrayList<>());
  private AwsOnLoopback aws;
  private Desktop desktop;

  @BeforeEach
  void aNetwork() throws Exception {
    aws = new AwsOnLoopback(Files.createDirectories(folder.resolve("tls")), "");
    var proxy = aws.proxy().split(":");
    System.setProperty("https.proxyHost", proxy[0]);
    System.setProperty("https.proxyPort", proxy[1]);
  }

  @AfterEach
  void close() throws Exception {
    WaitForAsyncUtils.asyncFx(() -> desktop.close()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
    System.clearProperty("https.proxyHost");
    System.clearProperty("https.proxyPort");
    aws.close();
    Files.deleteIfExists(config());
    try (var kept = Files.list(cache())) {
      for (var one : kept.toList()) {
        Files.delete(one);
      }
    }
  }

  @Test
  void what_waits_for_a_sign_in_goes_on_by_itself_once_somebody_has_signed_in_in_the_window()
      throws Exception {
    config(
        """
        [sso-session corp]
        sso_start_url = https://corp.awsapps.com/start
        sso_region = eu-central-1
        [profile center]
        sso_session = corp
        sso_account_id = 111122223333
        sso_role_name = admin
        region = eu-central-1
        """
            + "ca_bundle = "
            + aws.bundle()
            + "\n");
    aws.pending(2);
    start("--profile", "center");
    await("the buttons", () -> DemoWindow.find("#sign-in-code") != null);
    assertThat(DemoWindow.texts(DemoWindow.find("#sign-in")))
        .contains("Paused: the credentials of center have expired")
        .contains("Sign in in the browser")
        .contains("aws sso login --profile center");
    assertThat(aws.requests()).as("nothing is sent without credentials").isEmpty();

    robot.clickOn("#sign-in-code");
    await("the code", () -> DemoWindow.find("#sign-in-user-code") != null);
    assertThat(DemoWindow.texts(DemoWindow.find("#sign-in")))
        .contains("ABCD-EFGH")
        .contains("Copy link");
    assertThat(opened).containsExactly(PAGE);
    robot.clickOn("#sign-in-open");
    assertThat(opened).containsExactly(PAGE, PAGE);

    await("it goes on", () -> DemoWindow.find("#sign-in") == null);
    await(
        "what waited was asked",
        () ->
            aws.requests(AwsOnLoopback.KMS).stream()
                .anyMatch(r -> r.signer().equals("ASIACENTER")));
    await(
        "the caller is known",
        () -> DemoWindow.texts(DemoWindow.find(".root")).contains("111122223333"));

    robot.clickOn("#all-regions");
    await(
        "each Region is told",
        () ->
            DemoWindow.texts(DemoWindow.find("#regions-pane")).contains("Regions by the AWS SDK"));
    await("it is over", () -> !DemoWindow.find("#all-regions").isDisabled());
    assertThat(DemoWindow.texts(DemoWindow.find("#regions-pane")))
        .contains("0 external key stores in 1 of ")
        .contains("could not be asked")
        .contains("AWS Account Management (ListRegions): ");
  }

  @Test
  void who_has_no_profile_makes_one_and_works_with_it() throws Exception {
    config("[default]\nca_bundle = " + aws.bundle() + "\n");
    start();
    await("the start page", () -> DemoWindow.find("#start-new-profile") != null);
    robot.clickOn("#start-new-profile");
    await(
        "the first field",
        () ->
            DemoWindow.find("#new-profile-session") != null
                && DemoWindow.find("#new-profile-session").isFocused());
    robot.write("corp");
    robot.clickOn("#new-profile-url").write("https://corp.awsapps.com/start");
    robot.clickOn("#new-profile-center-region").write("eu-central-1");
    robot.push(KeyCode.ENTER);
    await("the sign-in", () -> DemoWindow.find("#sign-in-code") != null);
    robot.clickOn("#sign-in-code");
    await("the accounts", () -> DemoWindow.find("#new-profile-accounts") != null);
    assertThat(opened).containsExactly(PAGE);
    robot.clickOn("Payments");
    robot.clickOn("#new-profile-next");
    await("the roles", () -> DemoWindow.find("#new-profile-role") != null);
    robot.clickOn("#new-profile-next");
    await("the name", () -> DemoWindow.find("#new-profile-name") != null);
    robot.clickOn("#new-profile-next");
    await("what is written", () -> DemoWindow.find("#new-profile-text") != null);
    assertThat(
            OnWindow.call(
                PATIENCE, () -> ((TextArea) DemoWindow.find("#new-profile-text")).getText()))
        .contains("[sso-session corp]")
        .contains("[profile payments-admin]")
        .contains("sso_account_id = 111122223333");
    assertThat(config())
        .as("not before the user's word")
        .content()
        .doesNotContain("payments-admin");
    robot.clickOn("#new-profile-write");
    await("it is there", () -> DemoWindow.find("#new-profile-connect") != null);
    assertThat(config())
        .content()
        .startsWith("[default]\nca_bundle = " + aws.bundle() + "\n")
        .contains("[profile payments-admin]");
  }

  @Test
  void where_a_sign_in_is_known_the_new_profile_begins_with_it() throws Exception {
    config(
        "[sso-session corp]\nsso_start_url = https://corp.awsapps.com/start\n"
            + "sso_region = eu-central-1\n");
    start();
    await("the start page", () -> DemoWindow.find("#start-new-profile") != null);
    robot.clickOn("#start-new-profile");
    await(
        "the sign-in of the file",
        () ->
            DemoWindow.find("#new-profile-use-corp") != null
                && DemoWindow.find("#new-profile-use-corp").isFocused());
  }

  private void start(String... arguments) throws Exception {
    var stage = FxToolkit.registerPrimaryStage();
    var places =
        new Places(
            folder.resolve("config"),
            folder.resolve("state"),
            folder.resolve("cache"),
            folder.resolve("logs"));
    desktop =
        OnWindow.call(
            PATIENCE,
            () -> {
              var started =
                  new Desktop(
                      stage,
                      Arguments.parse(List.of(arguments)),
                      MachinePolicy.none(),
                      places,
                      opened::add);
              started.show();
              stage.setX(0);
              stage.setY(0);
              return started;
            });
  }

  private static void config(String text) throws IOException {
    Files.createDirectories(config().getParent());
    Files.createDirectories(cache());
    Files.writeString(config(), text);
  }

  private static Path config() {
    return Path.of(System.getenv("AWS_CONFIG_FILE"));
  }

  private static Path cache() {
    return Path.of(System.getenv("HOME"), ".aws/sso/cache");
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    OnWindow.await(what, PATIENCE, condition);
  }
}
