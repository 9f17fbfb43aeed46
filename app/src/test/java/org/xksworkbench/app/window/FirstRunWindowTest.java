package org.xksworkbench.app.window;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
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
import org.xksworkbench.app.session.Places;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// The program as it is started with no argument.
class FirstRunWindowTest {

  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir Path home;
  private final FxRobot robot = new FxRobot();
  private Places places;
  private Desktop desktop;

  @BeforeEach
  void nothingIsConfigured() {
    places =
        new Places(
            home.resolve("config"),
            home.resolve("state"),
            home.resolve("cache"),
            home.resolve("logs"));
  }

  @AfterEach
  void close() throws Exception {
    WaitForAsyncUtils.asyncFx(() -> desktop.close()).get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void asks_one_question_and_opens_the_demo_on_one_click_where_faults_can_be_switched_on()
      throws Exception {
    start(MachinePolicy.none());
    await("the question", () -> DemoWindow.find("#start-demo") != null);
    assertThat(DemoWindow.texts(DemoWindow.find("#start-page")))
        .contains("What do you want to do?")
        .contains("Look at the demo")
        .contains("Connect to AWS")
        .contains("SoftHSM  /");
    robot.clickOn("#start-demo");
    await("the demo", () -> DemoWindow.find("#loop") != null);
    assertThat(places.configuration())
        .as("the demo leaves no trace outside its folder")
        .doesNotExist();

    robot.clickOn("Fault switches");
    showsThenNot("#fault-slow-proxy", "too late", "AWS KMS says: ");
    showsThenNot("#fault-token-removed", "unplugged", "AWS KMS says: ");
    showsThenNot("#fault-endpoint-service-gone", "endpoint", "XKS_VPC_ENDPOINT_SERVICE_NOT_FOUND");
  }

  @Test
  void an_hsm_is_worked_with_alone_and_nothing_of_aws_is_offered_here_and_at_the_next_start()
      throws Exception {
    start(MachinePolicy.none());
    await("the question", () -> DemoWindow.find("#start-hsm") != null);
    robot.clickOn("#start-hsm");
    await("the HSM's page", () -> DemoWindow.find("#not-aws-band") != null);
    assertThatNothingOfAwsIsOffered();
    robot.clickOn("Ceremonies");
    await("the ceremonies", () -> DemoWindow.texts(DemoWindow.find(".root")).contains("ceremony"));
    robot.push(KeyCode.CONTROL, KeyCode.K);
    await("the palette", () -> DemoWindow.find("#palette-search").isFocused());
    robot.write("kms key");
    await(
        "what it finds",
        () -> !DemoWindow.texts(DemoWindow.find(".root")).contains("Create a KMS"));
    robot.push(KeyCode.ESCAPE);
    close();

    start(MachinePolicy.none());
    await("the same again", () -> DemoWindow.find("#not-aws-band") != null);
    assertThatNothingOfAwsIsOffered();
  }

  private static void assertThatNothingOfAwsIsOffered() {
    assertThat(DemoWindow.texts(DemoWindow.find("#not-aws-band")))
        .contains("HSM alone, no AWS KMS");
    assertThat(DemoWindow.texts(DemoWindow.find(".navigation")))
        .contains("HSM keys", "XKS proxy", "Ceremonies", "Activity")
        .doesNotContain("External key stores", "Customer managed keys", "Lineage");
    assertThat(DemoWindow.find("#problem")).isNull();
  }

  @Test
  void a_failure_that_nothing_took_is_shown_with_the_diagnostics_bundle_at_hand() throws Exception {
    start(MachinePolicy.none());
    await("the question", () -> DemoWindow.find("#start-demo") != null);
    Thread.ofPlatform()
        .start(() -> {
          throw new IllegalStateException("nobody expects this");
        })
        .join();
    await("the dialog", () -> robot.lookup("#save-diagnostics").tryQuery().isPresent());
    assertThat(robot.lookup("Something went wrong inside XKS Workbench").tryQuery()).isPresent();
    robot.clickOn("Close");
    await("its end", () -> robot.lookup("#save-diagnostics").tryQuery().isEmpty());
    assertThat(DemoWindow.find("#start-demo")).as("the window stays usable").isNotNull();
  }

  @Test
  void a_second_start_goes_where_the_first_one_went() throws Exception {
    lastWas("here");
    config("[profile here]\nrole_arn = arn:aws:iam::111122223333:role/r\nsource_profile = gone\n");
    start(MachinePolicy.none());
    await("the last profile", () -> DemoWindow.find("#problem") != null);
    assertThat(DemoWindow.find("#start-page")).isNull();
    assertThat(DemoWindow.texts(DemoWindow.find("#problem")))
        .contains("The AWS profile cannot be used", "from gone (source_profile in");
    robot.clickOn("#remedy-start");
    await("the question", () -> DemoWindow.find("#start-page") != null);
  }

  @Test
  void a_last_profile_that_is_gone_leads_to_the_start_page_with_the_reason() throws Exception {
    lastWas("no-such-profile");
    start(MachinePolicy.none());
    await("the question", () -> DemoWindow.find("#start-demo") != null);
    assertThat(DemoWindow.texts(DemoWindow.find("#start-why")))
        .contains("no-such-profile")
        .contains("in none of your AWS files");
  }

  @Test
  void the_way_to_aws_is_looked_at_from_the_start_page_from_a_failed_opening_and_by_the_palette()
      throws Exception {
    config(
        "[profile odd]\n"
            + "aws_access_key_id = AKIA\n"
            + "aws_secret_access_key = planted\n"
            + "region = eu-central-1\n"
            + "endpoint_url = http://localhost:1\n"
            + "ca_bundle = /no/such.pem\n");
    start(MachinePolicy.none());
    await("the question", () -> DemoWindow.find("#start-check") != null);
    robot.clickOn("#start-check");
    await("the page", () -> DemoWindow.find("#aws-connection #problem") != null);
    assertThat(DemoWindow.texts(DemoWindow.find("#aws-connection")))
        .contains("The CA bundle cannot be used", "/no/such.pem")
        .doesNotContain("planted");
    await("the focus", () -> DemoWindow.find("#check-again").isFocused());
    robot.clickOn("#connection-back");
    await("the question again", () -> DemoWindow.find("#start-aws") != null);

    robot.clickOn("#start-aws");
    await("the failure", () -> DemoWindow.find("#opening #remedy-connection") != null);
    assertThat(DemoWindow.find("#opening #remedy-start")).as("it is offered there").isNull();
    robot.clickOn("#remedy-connection");
    await("the page", () -> DemoWindow.find("#aws-connection #problem") != null);
    config(
        "[profile odd]\naws_access_key_id = AKIA\naws_secret_access_key = planted\n"
            + "region = eu-central-1\nendpoint_url = http://localhost:1\n");
    robot.push(KeyCode.ENTER);
    await(
        "Enter checks again",
        () ->
            DemoWindow.texts(DemoWindow.find("#aws-connection"))
                .contains("Requests would go to http://localhost:1, which is not AWS"));
    robot.clickOn("#connection-back");
    await("the session", () -> DemoWindow.find("#remedy-connection") != null);
    robot.push(KeyCode.CONTROL, KeyCode.K);
    await("the palette", () -> DemoWindow.find("#palette-search").isFocused());
    robot.write("connection to aws");
    robot.push(KeyCode.ENTER);
    await(
        "the page in the session",
        () ->
            DemoWindow.find("#aws-connection") != null
                && DemoWindow.texts(DemoWindow.find("#aws-connection"))
                    .contains("Failed at: setting"));
    assertThat(DemoWindow.find("#connection-back")).isNull();
  }

  private void lastWas(String profile) throws IOException {
    Files.createDirectories(places.configuration());
    Files.writeString(
        places.configuration().resolve("profiles.json"),
        "{\"current\": \"%s\", \"unlocked\": []}".formatted(profile));
  }

  private static void config(String text) throws IOException {
    Files.writeString(Path.of(System.getenv("AWS_CONFIG_FILE")), text);
  }

  @AfterEach
  void forget() throws IOException {
    Files.deleteIfExists(Path.of(System.getenv("AWS_CONFIG_FILE")));
  }

  @Test
  void a_policy_that_cannot_be_understood_is_told_and_refuses_the_demos_module() throws Exception {
    start(MachinePolicy.read(broken()), "--demo");
    await("the refusal", () -> DemoWindow.find("#problem") != null);
    assertThat(DemoWindow.texts(DemoWindow.find("#problem")))
        .contains("does not allow the PKCS#11 module")
        .contains("policy.toml, line 1");
  }

  @Test
  void with_a_broken_policy_aws_is_shown_read_only_with_the_reason_above() throws Exception {
    Files.createDirectories(places.configuration());
    Files.writeString(
        places.configuration().resolve("profiles.json"),
        "{\"current\": \"default\", \"unlocked\": [\"default\"]}");
    start(MachinePolicy.read(broken()), "--profile", "default", "--region", "us-east-1");
    await("the reason", () -> DemoWindow.find("#policy-fault") != null);
    assertThat(DemoWindow.texts(DemoWindow.find("#policy-fault"))).contains("policy.toml, line 1");
    assertThat(DemoWindow.texts(DemoWindow.find("#change-lock"))).contains("Read-only by policy");
  }

  private Path broken() throws IOException {
    return Files.writeString(home.resolve("policy.toml"), "read-only = perhaps\n");
  }

  private void showsThenNot(String box, String headline, String words) throws Exception {
    robot.clickOn(box);
    await(
        "the text of " + box,
        () ->
            outcome().contains(headline)
                && outcome().contains("What to do:")
                && outcome().contains(words));
    robot.clickOn(box);
    await("it works again without " + box, () -> outcome().contains("It worked"));
  }

  private static String outcome() {
    return DemoWindow.texts(DemoWindow.find("#fault-outcome"));
  }

  private void start(MachinePolicy policy, String... arguments) throws Exception {
    var stage = FxToolkit.registerPrimaryStage();
    desktop =
        WaitForAsyncUtils.asyncFx(
                () -> {
                  var started =
                      new Desktop(
                          stage, Arguments.parse(List.of(arguments)), policy, places, _ -> {});
                  started.show();
                  stage.setX(0);
                  stage.setY(0);
                  return started;
                })
            .get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private static void await(String what, Callable<Boolean> condition) throws Exception {
    OnWindow.await(what, PATIENCE, condition);
  }
}
