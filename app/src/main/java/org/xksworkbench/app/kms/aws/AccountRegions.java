package org.xksworkbench.app.kms.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Supplier;
import java.util.regex.Pattern;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.aws.client.ClientFactory;
import org.xksworkbench.app.kms.aws.client.SignedPost.PostAnswer;
import software.amazon.awssdk.regions.PartitionEndpointKey;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/// The Regions of an account: those that are enabled in it, as far as somebody tells.
final class AccountRegions {

  /// The one Region of a partition in which AWS Account Management is (its endpoint rules).
  private static final Map<String, String> HOME =
      Map.of(
          "aws", "us-east-1",
          "aws-cn", "cn-northwest-1",
          "aws-us-gov", "us-gov-west-1",
          "aws-eusc", "eusc-de-east-1",
          "aws-iso", "us-iso-east-1",
          "aws-iso-b", "us-isob-east-1",
          "aws-iso-e", "eu-isoe-west-1",
          "aws-iso-f", "us-isof-south-1");

  private static final int PER_PAGE = 50;
  private static final int MOST_PAGES = 20;
  private static final int OK = 200;

  private static final Pattern NAME = Pattern.compile("[a-z]{2,}(-[a-z0-9]+)+");
  private static final Pattern OF_EC2 = Pattern.compile("<regionName>([a-z0-9-]+)</regionName>");
  private static final Pattern CODE = Pattern.compile("<Code>([A-Za-z.]+)</Code>");

  private final ClientFactory clients;
  private final ObjectMapper json = new ObjectMapper();

  AccountRegions(ClientFactory clients) {
    this.clients = clients;
  }

  /// @param listedBy who told them
  /// @param refused who did not, and why, a sentence each
  record ListedRegions(List<String> regions, String listedBy, List<String> refused) {}

  /// @throws KmsException if the credentials have ended
  ListedRegions list() {
    var refused = new ArrayList<String>();
    var account = ask("AWS Account Management (ListRegions)", this::ofAccount, refused);
    if (!account.isEmpty()) {
      return new ListedRegions(account, "AWS Account Management (ListRegions)", refused);
    }
    var ec2 = ask("Amazon EC2 (DescribeRegions)", this::ofEc2, refused);
    if (!ec2.isEmpty()) {
      return new ListedRegions(ec2, "Amazon EC2 (DescribeRegions)", refused);
    }
    return new ListedRegions(
        ProfileFiles.regionsOfPartition(clients.region().id()),
        "the AWS SDK, all Regions of the partition with AWS KMS",
        refused);
  }

  /// Empty if nobody told.
  private static List<String> ask(
      String who, Supplier<List<String>> question, List<String> refused) {
    try {
      var told = KmsFailures.translate(question);
      if (told.isEmpty()) {
        refused.add(who + " told no Region.");
      }
      return told;
    } catch (KmsException e) {
      if (AwsKeyStoreSearch.endsAll(e)) {
        throw e;
      }
      refused.add("%s: %s".formatted(who, AwsKeyStoreSearch.words(e)));
      return List.of();
    }
  }

  private List<String> ofAccount() {
    var partition = PartitionMetadata.of(clients.region());
    var home = HOME.get(partition.id());
    if (home == null) {
      return List.of();
    }
    var post = clients.post("AWS Account Management", "account", Region.of(home));
    var uri = URI.create("https://account.%s.%s/listRegions".formatted(home, suffix()));
    var names = new TreeSet<String>();
    var token = "";
    for (var page = 0; page < MOST_PAGES; page++) {
      var body = json.createObjectNode().put("MaxResults", PER_PAGE);
      body.putArray("RegionOptStatusContains").add("ENABLED").add("ENABLED_BY_DEFAULT");
      if (!token.isEmpty()) {
        body.put("NextToken", token);
      }
      var answer = post.send(uri, "application/json", body.toString());
      try {
        var told = json.readTree(answer.body());
        if (answer.status() != OK) {
          throw refusal(answer, answer.errorType().replaceFirst(":.*$", ""));
        }
        told.path("Regions").forEach(region -> names.add(region.path("RegionName").asText("")));
        token = told.path("NextToken").asText("");
      } catch (JsonProcessingException e) {
        throw refusal(answer, "");
      }
      if (token.isEmpty()) {
        break;
      }
    }
    return usable(names);
  }

  private List<String> ofEc2() {
    var here = clients.region();
    var answer =
        clients
            .post("Amazon EC2", "ec2", here)
            .send(
                URI.create("https://ec2.%s.%s/".formatted(here.id(), suffix())),
                "application/x-www-form-urlencoded",
                "Action=DescribeRegions&Version=2016-11-15");
    if (answer.status() != OK) {
      var code = CODE.matcher(answer.body());
      throw refusal(answer, code.find() ? code.group(1) : "");
    }
    var names = new TreeSet<String>();
    OF_EC2.matcher(answer.body()).results().forEach(match -> names.add(match.group(1)));
    return usable(names);
  }

  private String suffix() {
    return PartitionMetadata.of(clients.region()).dnsSuffix(PartitionEndpointKey.builder().build());
  }

  /// A name becomes a part of a host's.
  private static List<String> usable(Set<String> names) {
    return names.stream().filter(name -> NAME.matcher(name).matches()).toList();
  }

  private static KmsException refusal(PostAnswer answer, String code) {
    return new KmsException(
        KmsException.KmsFailureKind.REFUSED,
        code.isEmpty() ? KmsErrorCode.NETWORK_ANSWER.text() : code,
        code.isEmpty() ? "HTTP %d without an error code of AWS.".formatted(answer.status()) : "",
        "",
        null);
  }
}
