package org.xksworkbench.app.bootstrap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.URI;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.xksworkbench.app.ui.navigation.Destination;

/// What stands behind the name of the program.
class ArgumentsTest {

  @Test
  void without_any_the_window_goes_where_it_was() {
    assertThat(Arguments.parse(List.of()).mode()).isEqualTo(new Arguments.StartMode.Unsaid());
  }

  @Test
  void a_region_alone_is_that_of_the_default_profile() {
    assertThat(parse("--region eu-central-1").mode())
        .isEqualTo(new Arguments.StartMode.AwsMode("default", Optional.of("eu-central-1")));
  }

  @Test
  void an_hsm_is_worked_with_alone() {
    assertThat(parse("--hsm").mode()).isEqualTo(new Arguments.StartMode.HsmMode());
  }

  @Test
  void a_local_kms_is_taken_at_its_url() {
    assertThat(parse("--local-kms http://127.0.0.1:4599").mode())
        .isEqualTo(
            new Arguments.StartMode.LocalKmsMode(URI.create("http://127.0.0.1:4599"), "us-east-1"));
  }

  @Test
  void a_local_kms_is_asked_in_the_region_that_is_named() {
    assertThat(parse("--local-kms http://127.0.0.1:4599 --region eu-central-1").mode())
        .isEqualTo(
            new Arguments.StartMode.LocalKmsMode(
                URI.create("http://127.0.0.1:4599"), "eu-central-1"));
  }

  @Test
  void a_file_of_a_ceremony_is_opened() {
    assertThat(parse("evidence.xkcb").file().orElseThrow().file())
        .isAbsolute()
        .hasFileName("evidence.xkcb");
    assertThat(parse("--demo plan.yaml").file().orElseThrow().isPlan()).isTrue();
    assertThat(parse("--demo").file()).isEmpty();
    assertThat(parse("--demo").firstScreen()).isEmpty();
    assertThat(parse("--demo --ceremony").firstScreen())
        .contains(new Destination.CeremoniesScreen());
    assertThat(parse("--ceremony plan.yaml").firstScreen().orElseThrow())
        .isInstanceOf(Destination.CeremonyFileScreen.class);
  }

  @Test
  void a_size_is_two_numbers() {
    var arguments = parse("--demo --size 1100x700");
    assertThat(arguments.width()).isEqualTo(1100);
    assertThat(arguments.height()).isEqualTo(700);
  }

  @ParameterizedTest
  @CsvSource({
    "--colour red,Unknown argument --colour.",
    "notes.txt,'notes.txt is no file of a key ceremony: a plan ends in .yaml, evidence in .xkcb.'",
    "a.xkcb b.xkcb,'One file is opened, not several.'",
    "--profile,--profile needs a value.",
    "--theme blue,'--theme is system, light or dark.'",
    "--size 1440,'--size is WIDTHxHEIGHT, such as 1440x900.'",
    "--size axb,'--size is WIDTHxHEIGHT, such as 1440x900.'",
    "--local-kms http://kms.example.org,'--local-kms is the URL of a local KMS on 127.0.0.1, such"
        + " as http://127.0.0.1:4599.'",
    "--demo --profile prod,'--demo, --hsm, --local-kms and --profile exclude one another.'",
    "--local-kms http://127.0.0.1:1 --profile prod,'--demo, --hsm, --local-kms and --profile exclude one"
        + " another.'",
    "--demo --hsm,'--demo, --hsm, --local-kms and --profile exclude one another.'",
    "--hsm --region eu-central-1,'--region goes with --profile or --local-kms.'",
    "--demo --region eu-central-1,'--region goes with --profile or --local-kms.'",
    "--local-kms http://[,'--local-kms is the URL of a local KMS on 127.0.0.1, such as"
        + " http://127.0.0.1:4599.'",
  })
  void what_cannot_be_understood_is_said(String line, String sentence) {
    assertThatThrownBy(() -> parse(line))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(sentence);
  }

  private static Arguments parse(String line) {
    return Arguments.parse(Arrays.asList(line.split(" ", -1)));
  }
}
