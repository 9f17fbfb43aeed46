package org.xksworkbench.app.bootstrap;

import java.net.URI;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.kms.aws.AwsConnection;
import org.xksworkbench.app.kms.aws.AwsServices;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.bridge.localkms.LocalKms;

/// Loads the AWS SDK while the toolkit starts: on two processors the one would else wait for the
/// other.
public final class WarmUp {

  private WarmUp() {}

  /// Where the first start asks what to open, nothing is loaded.
  public static void begin(Arguments arguments, Places places) {
    connection(arguments.mode(), places)
        .ifPresent(connection ->
            Thread.ofPlatform().daemon().name("warm-up").start(() -> load(connection)));
  }

  /// Whom the window will ask, as far as that is known before anything is read.
  static Optional<AwsConnection> connection(Arguments.Mode mode, Places places) {
    return switch (mode) {
      case Arguments.Mode.DemoMode _ ->
          Optional.of(new AwsConnection.LocalKms(URI.create("http://127.0.0.1"), LocalKms.REGION));
      case Arguments.Mode.LocalKmsMode(var endpoint, var region) ->
          Optional.of(new AwsConnection.LocalKms(endpoint, region));
      case Arguments.Mode.AwsMode(var profile, var region) ->
          Optional.of(new AwsConnection.Aws(profile, region.orElse("us-east-1")));
      case Arguments.Mode.Unsaid _ ->
          places.locks().current().map(last -> new AwsConnection.Aws(last, "us-east-1"));
    };
  }

  private static void load(AwsConnection connection) {
    try {
      AwsServices.warmUp(connection);
    } catch (RuntimeException e) {
      // The real request meets what this one met, and the window explains it there.
      LoggerFactory.getLogger(WarmUp.class).debug("The AWS SDK was not loaded beforehand", e);
    }
  }
}
