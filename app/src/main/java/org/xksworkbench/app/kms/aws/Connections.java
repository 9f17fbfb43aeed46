package org.xksworkbench.app.kms.aws;

import org.xksworkbench.app.kms.aws.client.ClientFactory;
import org.xksworkbench.app.kms.aws.config.AwsConfiguration;
import org.xksworkbench.app.kms.aws.config.Surroundings;
import org.xksworkbench.app.kms.aws.credentials.CredentialAssembly;
import org.xksworkbench.app.kms.aws.credentials.CredentialPlans;
import org.xksworkbench.app.kms.aws.network.HttpClients;
import software.amazon.awssdk.regions.Region;

/// Everything that the clients of a connection share, put together once: a role with MFA asks for
/// one code and not for three.
final class Connections {

  private Connections() {}

  static ClientFactory of(AwsConnection connection) {
    return of(connection, Surroundings.ofThisProcess());
  }

  /// Sends nothing yet.
  ///
  /// @throws org.xksworkbench.app.kms.KmsException if profile, proxy or CA bundle cannot be used
  static ClientFactory of(AwsConnection connection, Surroundings surroundings) {
    return switch (connection) {
      case AwsConnection.LocalKms(var endpoint, var region) ->
          ClientFactory.toStandIn(endpoint, Region.of(region), HttpClients.toThisMachine());
      case AwsConnection.Aws aws -> toAws(aws, surroundings);
    };
  }

  private static ClientFactory toAws(AwsConnection.Aws connection, Surroundings surroundings) {
    var profile = connection.profile();
    var configuration = AwsConfiguration.read(surroundings);
    var plan = new CredentialPlans(surroundings, configuration).of(profile);
    var bundle = configuration.profile(profile).flatMap(found -> found.value("ca_bundle"));
    var unsigned =
        ClientFactory.toAws(
            Region.of(connection.region()),
            surroundings,
            configuration,
            profile,
            HttpClients.toAws(surroundings, bundle));
    var assembly = new CredentialAssembly(unsigned, surroundings, connection.prompt());
    return unsigned.signingWith(assembly.of(plan), assembly::close);
  }
}
