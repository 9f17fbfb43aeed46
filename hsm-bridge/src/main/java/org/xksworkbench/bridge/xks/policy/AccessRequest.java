package org.xksworkbench.bridge.xks.policy;

import java.util.Optional;
import org.xksworkbench.bridge.xks.protocol.RequestMetadata;
import org.xksworkbench.bridge.xks.protocol.XksOperation;

/// What a policy decides on: one request about a key.
public record AccessRequest(
    String pathPrefix, XksOperation operation, String xksKeyId, RequestMetadata metadata) {

  Optional<String> value(Attribute attribute) {
    return switch (attribute) {
      case PRINCIPAL -> metadata.awsPrincipalArn();
      case KMS_KEY -> metadata.kmsKeyArn();
      case OPERATION -> Optional.of(metadata.kmsOperation());
      case XKS_OPERATION -> Optional.of(operation.apiName());
      case VIA_SERVICE -> metadata.kmsViaService();
      case VPC -> metadata.awsSourceVpc();
      case VPC_ENDPOINT -> metadata.awsSourceVpce();
      case KEY -> Optional.of(xksKeyId);
      case PATH_PREFIX -> Optional.of(pathPrefix);
    };
  }
}
