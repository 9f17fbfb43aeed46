package org.xksworkbench.app.bootstrap;

import java.net.URI;
import java.util.Optional;
import org.slf4j.LoggerFactory;
import org.xksworkbench.app.kms.aws.AwsConnection;
import org.xksworkbench.app.kms.aws.AwsServices;
import org.xksworkbench.app.session.HsmAloneSession;
import org.xksworkbench.app.session.Places;
import org.xksworkbench.bridge.localkms.LocalKms;

/// Loads the AWS SDK while the toolkit starts: on two processors the one would else wait for the
/// other.
public final class AwsSdkWarmUp {

  private AwsSdkWarmUp() {}

  /// Where the first start asks what to open, nothing is loaded.
  public static void begin(Arguments arguments, Places places) {
    connection(arguments.mode(), places)
        .ifPresent(connection ->
            Thread.ofPlatform().daemon().name("warm-up").start(() -> load(connection)));
  }

  /// Whom the window will ask, as far as that is known before anything is read.
  static Optional<AwsConnection> connection(Arguments.StartMode mode, Places places) {
    return switch (mode) {
      case Arguments.StartMode.DemoMode _ ->
          Optional.of(
              new AwsConnection.LocalKmsConnection(
                  URI.create("http://127.0.0.1"), LocalKms.REGION));
      case Arguments.StartMode.LocalKmsMode(var endpoint, var region) ->
          Optional.of(new AwsConnection.LocalKmsConnection(endpoint, region));
      case Arguments.StartMode.AwsMode(var profile, var region) ->
          Optional.of(new AwsConnection.AwsProfileConnection(profile, region.orElse("us-east-1")));
      case Arguments.StartMode.HsmMode _ -> Optional.empty();
      case Arguments.StartMode.Unsaid _ ->
          places
              .locks()
              .current()
              .filter(last -> !last.equals(HsmAloneSession.PROFILE))
              .map(last -> new AwsConnection.AwsProfileConnection(last, "us-east-1"));
    };
  }

  private static void load(AwsConnection connection) {
    try {
      AwsServices.warmUp(connection);
    } catch (RuntimeException e) {
      // The real request meets what this one met, and the window explains it there.
      LoggerFactory.getLogger(AwsSdkWarmUp.class).debug("The AWS SDK was not loaded beforehand", e);
    }
  }
}
