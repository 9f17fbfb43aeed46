package org.xksworkbench.app.kms.aws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.kms.AwsAccess;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyStoreSearch.RegionFinding;
import org.xksworkbench.app.kms.KeyStoreSearch.RegionSurvey;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.bridge.guard.MachinePolicy;

/// The key stores of an account in all its Regions: who tells the Regions, what each answers, and
/// what could not be asked.
class AllRegionsTest {

  private static final String ACCOUNT = "account.us-east-1.amazonaws.com";
  private static final String EC2 = "ec2.eu-central-1.amazonaws.com";
  private static final String VIRGINIA = "kms.us-east-1.amazonaws.com";
  private static final String DUBAI = "kms.me-central-1.amazonaws.com";

  @RegisterExtension
  private final CompanyWorkstation at = new CompanyWorkstation(ACCOUNT, EC2, VIRGINIA, DUBAI);

  @BeforeEach
  void start() throws Exception {
    at.aws()
        .answer(
            ACCOUNT,
            regions("eu-central-1", "eu-west-1", "me-central-1", "us-east-1", "x.example.com"));
    at.aws().answer(AwsOnLoopback.KMS, "{\"CustomKeyStores\":[]}");
    at.aws()
        .answer(
            VIRGINIA, "{\"CustomKeyStores\":[" + store("payments") + "," + store("archive") + "]}");
    at.aws().refuse(DUBAI, 400, "UnrecognizedClientException");
  }

  @Test
  void each_region_of_the_account_is_asked_and_what_could_not_be_is_told() {
    var told = Collections.synchronizedList(new ArrayList<RegionSurvey>());
    var access = open("keys");
    var survey = access.search().look(told::add);
    access.kms().close();

    assertThat(survey.listedBy()).isEqualTo("AWS Account Management (ListRegions)");
    assertThat(survey.refused()).isEmpty();
    assertThat(survey.regions()).as("a name that is none is no part of a host's").isEqualTo(4);
    assertThat(survey.findings())
        .satisfiesExactly(
            here -> assertThat(stores(here)).isEmpty(),
            unreachable ->
                assertThat(why(unreachable)).startsWith("eu-west-1: ").hasSizeGreaterThan(20),
            disabled ->
                assertThat(why(disabled)).startsWith("me-central-1: ").contains("not enabled"),
            virginia -> assertThat(stores(virginia)).containsExactly("archive", "payments"));
    assertThat(told).as("whoever looks sees them come").hasSize(5);
    assertThat(told.getFirst().findings()).isEmpty();
    assertThat(at.aws().requests(ACCOUNT))
        .singleElement()
        .satisfies(request -> {
          assertThat(request.path()).isEqualTo("/listRegions");
          assertThat(request.signer()).isEqualTo("AKIAKEYS");
          assertThat(request.head())
              .contains("/us-east-1/account/aws4_request", "app/XKSWorkbench");
          assertThat(request.body()).contains("ENABLED_BY_DEFAULT");
        });
    assertThat(at.aws().requests(EC2)).isEmpty();
  }

  @Test
  void pages_of_regions_are_read_to_the_end_and_not_for_ever() {
    at.aws()
        .answer(
            ACCOUNT,
            regions("us-east-1").replace("{\"Regions\"", "{\"NextToken\":\"more\",\"Regions\""));
    var access = open("keys");
    assertThat(access.search().look(_ -> {}).regions()).isEqualTo(1);
    access.kms().close();
    assertThat(at.aws().requests(ACCOUNT)).hasSize(20);
    assertThat(at.aws().requests(ACCOUNT).getLast().body()).contains("\"NextToken\":\"more\"");
  }

  @Test
  void ec2_is_asked_where_account_management_refuses_and_that_is_told() {
    at.aws().refuse(ACCOUNT, 403, "AccessDeniedException:http://internal.example.com/");
    at.aws()
        .answer(
            EC2,
            "<DescribeRegionsResponse xmlns=\"http://ec2.amazonaws.com/doc/2016-11-15/\"><regionInfo>"
                + "<item><regionName>us-east-1</regionName></item>"
                + "<item><regionName>eu-central-1</regionName></item></regionInfo>"
                + "</DescribeRegionsResponse>");
    var access = open("role");
    var survey = access.search().look(_ -> {});
    access.kms().close();
    assertThat(survey.listedBy()).isEqualTo("Amazon EC2 (DescribeRegions)");
    assertThat(survey.refused())
        .containsExactly("AWS Account Management (ListRegions): AccessDeniedException.");
    assertThat(survey.findings())
        .extracting(RegionFinding::region)
        .containsExactly("eu-central-1", "us-east-1");
    assertThat(at.aws().requests(EC2))
        .singleElement()
        .satisfies(request -> {
          assertThat(request.body()).isEqualTo("Action=DescribeRegions&Version=2016-11-15");
          assertThat(request.signer()).isEqualTo("ASIAOuter");
        });
  }

  @Test
  void the_regions_of_the_partition_are_asked_where_nobody_tells_them() {
    at.aws().refuse(ACCOUNT, 403, "AccessDeniedException");
    at.aws().refuse(EC2, 403, "");
    var access = open("keys");
    var survey = access.search().look(_ -> {});
    access.kms().close();
    assertThat(survey.listedBy()).startsWith("the AWS SDK");
    assertThat(survey.refused()).hasSize(2);
    assertThat(survey.refused().getLast()).contains("DescribeRegions", "HTTP 403");
    assertThat(survey.findings())
        .hasSize(survey.regions())
        .extracting(RegionFinding::region)
        .contains("us-east-1", "ap-southeast-2")
        .doesNotContain("cn-north-1");
  }

  @Test
  void a_setting_that_leads_all_regions_to_one_host_is_told_and_nothing_sent_there()
      throws Exception {
    at.home()
        .config(
            "[profile keys]\nendpoint_url = https://kms.eu-central-1.amazonaws.com\naws_access_key_id = AKIAKEYS\naws_secret_access_key = s\n");
    at.aws().answer(ACCOUNT, regions("eu-central-1", "us-east-1"));
    var access = open("keys");
    var survey = access.search().look(_ -> {});
    access.kms().close();
    assertThat(survey.findings())
        .satisfiesExactly(
            here -> assertThat(stores(here)).isEmpty(),
            astray -> assertThat(why(astray)).startsWith("us-east-1: A setting would send"));
    assertThat(at.aws().requests(VIRGINIA)).isEmpty();
  }

  @Test
  void a_policy_keeps_regions_from_being_asked(@TempDir Path machine) throws Exception {
    var policy =
        MachinePolicy.read(
            Files.writeString(machine.resolve("policy.toml"), "regions = [\"eu-central-1\"]"));
    var clients =
        AwsClientAssembly.of(
            new AwsConnection.AwsProfileConnection("keys", AwsOnLoopback.REGION),
            policy,
            at.environment());
    var survey = new AwsKeyStoreSearch(() -> clients, policy).look(_ -> {});
    clients.close();
    assertThat(survey.findings())
        .filteredOn(finding -> !finding.region().equals("eu-central-1"))
        .allSatisfy(finding -> assertThat(why(finding)).contains("policy of this machine"));
    assertThat(at.aws().requests(VIRGINIA)).isEmpty();
  }

  @Test
  void credentials_that_have_ended_end_it_so_that_somebody_signs_in() {
    at.aws().refuse(VIRGINIA, 400, "ExpiredTokenException");
    var access = open("keys");
    assertThatThrownBy(() -> access.search().look(_ -> {}))
        .asInstanceOf(type(KmsException.class))
        .satisfies(failure -> assertThat(failure.is(KmsErrorCode.EXPIRED_TOKEN)).isTrue());
    access.kms().close();
  }

  private static List<String> stores(RegionFinding finding) {
    return finding instanceof RegionFinding.StoresFound(_, var stores)
        ? stores.stream().map(ExternalKeyStore::name).toList()
        : List.of(finding.toString());
  }

  private static String why(RegionFinding finding) {
    return finding instanceof RegionFinding.StoresUnknown(var region, var why)
        ? region + ": " + why
        : finding.toString();
  }

  private static String regions(String... names) {
    var list = new ArrayList<String>();
    for (var name : names) {
      list.add("{\"RegionName\":\"" + name + "\",\"RegionOptStatus\":\"ENABLED\"}");
    }
    return "{\"Regions\":[" + String.join(",", list) + "]}";
  }

  private static String store(String name) {
    return "{\"CustomKeyStoreId\":\"cks-"
        + name
        + "\",\"CustomKeyStoreName\":\""
        + name
        + "\",\"CustomKeyStoreType\":\"EXTERNAL_KEY_STORE\",\"ConnectionState\":\"CONNECTED\","
        + "\"CreationDate\":1.764e9,\"XksProxyConfiguration\":{\"AccessKeyId\":\"-\","
        + "\"Connectivity\":\"PUBLIC_ENDPOINT\",\"UriEndpoint\":\"https://xks.example.com\","
        + "\"UriPath\":\"/kms/xks/v1\"}}";
  }

  private AwsAccess open(String profile) {
    return AwsServices.access(
        AwsClientAssembly.of(
            new AwsConnection.AwsProfileConnection(profile, AwsOnLoopback.REGION),
            MachinePolicy.none(),
            at.environment()));
  }
}
