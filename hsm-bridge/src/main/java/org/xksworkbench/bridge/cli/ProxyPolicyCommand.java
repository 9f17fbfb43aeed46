package org.xksworkbench.bridge.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.xks.config.PolicyFile;
import org.xksworkbench.bridge.xks.config.ProxyConfig;
import org.xksworkbench.bridge.xks.policy.AccessRequest;
import org.xksworkbench.bridge.xks.policy.Decision;
import org.xksworkbench.bridge.xks.policy.Policy;
import org.xksworkbench.bridge.xks.protocol.RequestMetadata;
import org.xksworkbench.bridge.xks.protocol.XksOperation;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `proxy policy`
@Command(
    name = "policy",
    mixinStandardHelpOptions = true,
    description = "The second authorization of a proxy.",
    subcommands = ProxyPolicyCommand.Test.class)
final class ProxyPolicyCommand {

  /// `proxy policy test`
  @Command(
      name = "test",
      mixinStandardHelpOptions = true,
      description = "Tells what a request would get, and why. Nothing is called.")
  static final class Test implements Callable<Integer> {

    /// Where the policy is.
    static final class Source {
      @Option(names = "--config", description = "proxy.toml that names a policy")
      private @Nullable Path config;

      @Option(names = "--policy", description = "a policy file")
      private @Nullable Path policy;
    }

    @ArgGroup(multiplicity = "1")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private Source source;

    @Option(names = "--principal", required = true, description = "awsPrincipalArn")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String principal;

    @Option(names = "--kms-key", description = "kmsKeyArn; none when AWS KMS creates a key")
    private @Nullable String kmsKey;

    @Option(names = "--operation", required = true, description = "such as GenerateDataKey")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String operation;

    @Option(
        names = "--xks-operation",
        description = "Encrypt, Decrypt, GetKeyMetadata or GetHealthStatus; found by --operation")
    private @Nullable String xksOperation;

    @Option(names = "--via-service", description = "kmsViaService")
    private @Nullable String viaService;

    @Option(names = "--vpc", description = "awsSourceVpc")
    private @Nullable String vpc;

    @Option(names = "--vpc-endpoint", description = "awsSourceVpce")
    private @Nullable String vpcEndpoint;

    @Option(names = "--key", required = true, description = "the XKS key ID")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String key;

    @Option(
        names = {"--path-prefix", "--prefix"},
        description = "such as /payments")
    private String pathPrefix = "";

    @Option(names = "--json", description = "Prints one object.")
    private boolean json;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
      var decision = decide();
      var out = spec.commandLine().getOut();
      if (json) {
        out.println(
            new ObjectMapper()
                .createObjectNode()
                .put("allowed", decision.allowed())
                .put("statement", decision.statement())
                .put("reason", decision.reason()));
      } else {
        out.println((decision.allowed() ? "allowed: " : "denied: ") + decision.reason());
      }
      return 0;
    }

    private Decision decide() {
      var asked = xksOperation();
      if (asked == XksOperation.GET_HEALTH_STATUS) {
        return new Decision(true, "", "GetHealthStatus is always exempt from authorization.");
      }
      var policy = policy();
      if (policy.isEmpty()) {
        return new Decision(true, "", "The proxy has no policy; whoever signs is allowed.");
      }
      return policy
          .get()
          .decide(
              new AccessRequest(
                  pathPrefix,
                  asked,
                  key,
                  new RequestMetadata(
                      Optional.of(principal),
                      Optional.ofNullable(vpc),
                      Optional.ofNullable(vpcEndpoint),
                      Optional.ofNullable(kmsKey),
                      operation,
                      "dry run",
                      Optional.ofNullable(viaService))));
    }

    private Optional<Policy> policy() {
      if (source.policy != null) {
        return Optional.of(PolicyFile.read(source.policy));
      }
      return source.config == null ? Optional.empty() : ProxyConfig.read(source.config).policy();
    }

    private XksOperation xksOperation() {
      if (xksOperation != null) {
        for (var one : XksOperation.values()) {
          if (one.apiName().equalsIgnoreCase(xksOperation)) {
            return one;
          }
        }
        throw new ParameterException(
            spec.commandLine(),
            "--xks-operation is Encrypt, Decrypt, GetKeyMetadata or GetHealthStatus.");
      }
      // As AWS KMS calls the proxy (specification, KMS considerations of each operation).
      return switch (operation) {
        case "CreateKey", "DescribeKey", "GetKeyMetadata" -> XksOperation.GET_KEY_METADATA;
        case "Decrypt" -> XksOperation.DECRYPT;
        case "CreateCustomKeyStore",
            "ConnectCustomKeyStore",
            "UpdateCustomKeyStore",
            "KmsHealthCheck" ->
            XksOperation.GET_HEALTH_STATUS;
        default -> XksOperation.ENCRYPT;
      };
    }
  }
}
