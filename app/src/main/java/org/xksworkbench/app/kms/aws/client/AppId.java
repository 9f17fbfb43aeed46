package org.xksworkbench.app.kms.aws.client;

import org.xksworkbench.app.kms.aws.config.AwsConfiguration;
import org.xksworkbench.app.kms.aws.config.AwsEnvironment;
import org.xksworkbench.bridge.Product;

/// By what name requests are found in AWS CloudTrail: the user's own, else that of this program.
final class AppId {

  /// More is not sent (AWS SDKs and Tools Reference Guide, "Application ID").
  private static final int MOST = 50;

  private static final String OWN = "XKSWorkbench/" + Product.VERSION;

  private AppId() {}

  static String of(AwsEnvironment surroundings, AwsConfiguration configuration, String profile) {
    return surroundings
        .variable("AWS_SDK_UA_APP_ID")
        .or(() -> configuration.profile(profile).flatMap(found -> found.value("sdk_ua_app_id")))
        .filter(id -> id.length() <= MOST)
        .orElse(OWN);
  }
}
