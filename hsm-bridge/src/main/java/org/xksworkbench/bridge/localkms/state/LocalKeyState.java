package org.xksworkbench.bridge.localkms.state;

import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// `KeyState`, and what may be done in it (AWS KMS Developer Guide, "Key states of AWS KMS keys",
/// the rows that a key without imported material can reach).
public enum LocalKeyState {
  ENABLED("Enabled"),
  DISABLED("Disabled"),
  PENDING_DELETION("PendingDeletion"),
  /// The key's key store is not connected.
  UNAVAILABLE("Unavailable");

  /// What somebody wants to do with a key.
  public enum KeyAttempt {
    /// Encrypt, Decrypt, ReEncrypt, GenerateDataKey and the like.
    USE,
    CREATE_GRANT,
    /// CreateAlias, TagResource, UntagResource, UpdateKeyDescription; the new target of
    /// UpdateAlias.
    CHANGE,
    /// EnableKey, DisableKey: while the key is unavailable they take effect later.
    SWITCH,
    SCHEDULE_DELETION,
    CANCEL_DELETION
  }

  private final String wireName;

  LocalKeyState(String wireName) {
    this.wireName = wireName;
  }

  public String wireName() {
    return wireName;
  }

  /// @throws ServiceFault DisabledException or KMSInvalidStateException
  public void require(KeyAttempt action, String arn) {
    switch (action) {
      case USE -> {
        switch (this) {
          case ENABLED -> {}
          case DISABLED -> throw disabledKey(arn);
          case PENDING_DELETION -> throw pendingDeletion(arn);
          case UNAVAILABLE -> throw invalidState(AwsTexts.NOT_CONNECTED);
        }
      }
      case CREATE_GRANT -> {
        switch (this) {
          case ENABLED, UNAVAILABLE -> {}
          case DISABLED -> throw disabledKey(arn);
          case PENDING_DELETION -> throw pendingDeletion(arn);
        }
      }
      case CHANGE, SWITCH, SCHEDULE_DELETION -> {
        switch (this) {
          case ENABLED, DISABLED, UNAVAILABLE -> {}
          case PENDING_DELETION -> throw pendingDeletion(arn);
        }
      }
      case CANCEL_DELETION -> {
        switch (this) {
          case PENDING_DELETION -> {}
          case ENABLED, DISABLED, UNAVAILABLE ->
              throw invalidState(arn + " is not pending deletion.");
        }
      }
    }
  }

  private static ServiceFault disabledKey(String arn) {
    return ServiceFault.of("DisabledException", arn + " is disabled.");
  }

  private static ServiceFault pendingDeletion(String arn) {
    return invalidState(arn + " is pending deletion.");
  }

  private static ServiceFault invalidState(String message) {
    return ServiceFault.of("KMSInvalidStateException", message);
  }
}
