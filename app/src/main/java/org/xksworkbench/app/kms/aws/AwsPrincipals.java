package org.xksworkbench.app.kms.aws;

import static org.xksworkbench.app.kms.aws.KmsFailures.translate;

import java.util.Comparator;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.xksworkbench.app.kms.IamPrincipal;
import org.xksworkbench.app.kms.Principals;
import org.xksworkbench.app.kms.aws.client.ClientFactory;
import software.amazon.awssdk.regions.PartitionMetadata;
import software.amazon.awssdk.regions.Region;

/// IAM users and roles on the AWS SDK. The client is made for each call and closed after it: it is
/// asked once or twice a day, and its classes are not loaded before.
public final class AwsPrincipals implements Principals {

  private static final int PER_PAGE = 1000;

  private final Supplier<ClientFactory> clients;

  public AwsPrincipals(AwsConnection connection) {
    this(() -> AwsClientAssembly.of(connection));
  }

  AwsPrincipals(Supplier<ClientFactory> clients) {
    this.clients = clients;
  }

  @Override
  public List<IamPrincipal> list() {
    return translate(() -> {
      var here = clients.get();
      try (var iam = here.iam(partition(here.region()))) {
        var users =
            iam.listUsersPaginator(r -> r.maxItems(PER_PAGE)).users().stream()
                .map(user ->
                    new IamPrincipal(
                        IamPrincipal.PrincipalType.USER, user.userName(), user.path(), user.arn()));
        var roles =
            iam.listRolesPaginator(r -> r.maxItems(PER_PAGE)).roles().stream()
                .map(role ->
                    new IamPrincipal(
                        IamPrincipal.PrincipalType.ROLE, role.roleName(), role.path(), role.arn()));
        return Stream.concat(users, roles)
            .filter(principal -> !principal.serviceLinked())
            .sorted(
                Comparator.comparing(IamPrincipal::type)
                    .reversed()
                    .thenComparing(IamPrincipal::name))
            .toList();
      }
    });
  }

  /// IAM has one endpoint in each partition (AWS General Reference, IAM endpoints). In the newer
  /// ones the SDK finds it by any of their Regions.
  private static Region partition(Region region) {
    return switch (PartitionMetadata.of(region).id()) {
      case "aws" -> Region.AWS_GLOBAL;
      case "aws-cn" -> Region.AWS_CN_GLOBAL;
      case "aws-us-gov" -> Region.AWS_US_GOV_GLOBAL;
      default -> region;
    };
  }
}
