package org.xksworkbench.app.kms;

import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.xksworkbench.app.kms.ExternalKeyStore.Connectivity;

/// One of every operation that changes AWS KMS, with a value in each field but the owner of a VPC
/// endpoint service: the AWS CLI of Debian 12 is older than that.
public final class EveryChange {

  private static final String KEY = "1234abcd-12ab-34cd-56ef-1234567890ab";
  private static final String STORE = "cks-1234567890abcdef0";
  private static final String POLICY = "{\"Version\": \"2012-10-17\", \"Statement\": []}";

  private EveryChange() {}

  public static List<KmsChange<?>> all() {
    return List.of(
        new KmsChange.ConnectCustomKeyStore(STORE),
        new KmsChange.DisconnectCustomKeyStore(STORE),
        new KmsChange.CreateCustomKeyStore(
            "it's payments",
            Connectivity.VPC_ENDPOINT_SERVICE,
            "https://xks.example.com",
            "/example/kms/xks/v1",
            credential(),
            Optional.of("com.amazonaws.vpce.us-east-1.vpce-svc-0d1e2f3a4b5c6d7e8"),
            Optional.empty()),
        new KmsChange.UpdateCustomKeyStore(
            store(),
            Optional.of("renamed"),
            Optional.of(Connectivity.PUBLIC_ENDPOINT),
            Optional.of("https://xks.example.com"),
            Optional.of("/example/kms/xks/v1"),
            Optional.of(credential()),
            Optional.of("com.amazonaws.vpce.us-east-1.vpce-svc-0d1e2f3a4b5c6d7e8"),
            Optional.empty()),
        new KmsChange.DeleteCustomKeyStore(STORE),
        new KmsChange.CreateKey(
            STORE,
            "payments-2026",
            "file:///etc/hostname",
            Optional.of(POLICY),
            Map.of("cost centre", "a=b/c", "empty", "")),
        new KmsChange.CreateAlias("alias/payments", KEY),
        new KmsChange.UpdateAlias("alias/payments", KEY, KEY),
        new KmsChange.DeleteAlias("alias/payments", KEY),
        new KmsChange.EnableKey(KEY),
        new KmsChange.DisableKey(KEY),
        new KmsChange.UpdateKeyDescription(KEY, "--it's \"quoted\", ü"),
        new KmsChange.ScheduleKeyDeletion(KEY, 7),
        new KmsChange.CancelKeyDeletion(KEY),
        new KmsChange.TagResource(KEY, Map.of("team", "pay, ments", "x", "https://example.com")),
        new KmsChange.UntagResource(KEY, List.of("team", "cost centre")),
        new KmsChange.PutKeyPolicy(KEY, POLICY, Optional.of(POLICY)));
  }

  /// Every operation that there is.
  public static Stream<Class<?>> operations(Class<?> sealed) {
    return Arrays.stream(sealed.getPermittedSubclasses())
        .flatMap(one -> one.isInterface() ? operations(one) : Stream.of(one));
  }

  /// A port that does whatever it is told and answers something of the right type.
  ///
  /// @param reached gets each change
  public static KeyManagement port(Consumer<KmsChange<?>> reached) {
    return (KeyManagement)
        Proxy.newProxyInstance(
            KeyManagement.class.getClassLoader(),
            new Class<?>[] {KeyManagement.class},
            (_, method, arguments) -> {
              if (!method.getName().equals("perform")) {
                return null;
              }
              var change = (KmsChange<?>) arguments[0];
              reached.accept(change);
              return new KmsAnswer<>(result(change.result()), "r-" + change.operation());
            });
  }

  private static Object result(Class<?> type) {
    return switch (type.getSimpleName()) {
      case "Done" -> Done.DONE;
      case "String" -> "answer";
      case "Instant" -> Instant.EPOCH;
      case "KmsKey" ->
          new KmsKey(
              KEY,
              "arn:aws:kms:us-east-1:0:key/" + KEY,
              "0",
              "",
              KeyState.KnownKeyState.ENABLED,
              "SYMMETRIC_DEFAULT",
              "ENCRYPT_DECRYPT",
              KeyOrigin.KnownKeyOrigin.EXTERNAL_KEY_STORE,
              false,
              true,
              Instant.EPOCH,
              Optional.of(STORE),
              Optional.of("payments-2026"),
              Optional.empty());
      default -> throw new AssertionError("No answer of type " + type);
    };
  }

  private static ExternalKeyStore store() {
    return new ExternalKeyStore(
        STORE,
        "payments",
        new ConnectionState.Disconnected(),
        new ExternalKeyStore.XksProxyConfiguration(
            Connectivity.PUBLIC_ENDPOINT,
            "https://xks.example.com",
            "/kms/xks/v1",
            "ABCDEFGHIJKLMNOPQRST",
            Optional.empty(),
            Optional.empty()),
        Instant.EPOCH);
  }

  private static ProxyCredential credential() {
    return new ProxyCredential(
        "ABCDEFGHIJKLMNOPQRST", "0123456789012345678901234567890123456789abc".toCharArray());
  }
}
