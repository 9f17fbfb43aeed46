package org.xksworkbench.app.kms;

import java.time.Duration;

/// What Amazon CloudWatch counted for external key stores. Needs the permissions
/// `cloudwatch:ListMetrics` and `cloudwatch:GetMetricData`. The call blocks, may be interrupted,
/// and throws [KmsException].
@FunctionalInterface
public interface KeyStoreMetrics {

  /// @param customKeyStoreId the key store
  /// @param range how far to look back from now
  KeyStoreFigures of(String customKeyStoreId, Duration range);
}
