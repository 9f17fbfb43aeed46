package org.xksworkbench.app.creation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.aws.AwsConnection;
import org.xksworkbench.app.kms.aws.AwsServices;
import org.xksworkbench.app.policy.KeyAccess;

/// Parts of the program in a process of its own, so that it can be killed.
public final class AnotherProcess {

  private AnotherProcess() {}

  /// Creates a key in a process that is killed before it calls CreateAlias.
  public static void killedBeforeCreateAlias(
      URI endpoint, Path state, String storeId, String xksKeyId, String alias) throws Exception {
    var process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                AnotherProcess.class.getName(),
                "create",
                endpoint.toString(),
                state.toString(),
                storeId,
                xksKeyId,
                alias,
                "CreateAlias",
                "before")
            .redirectErrorStream(true)
            .start();
    var lines = process.inputReader();
    for (var line = lines.readLine(); !"here".equals(line); line = lines.readLine()) {
      if (line == null) {
        throw new AssertionError("The process ended by itself");
      }
    }
    process.destroyForcibly();
    process.waitFor();
  }

  /// `create ENDPOINT STATE STORE XKS-KEY-ID ALIAS OPERATION before|after`: creates a key, and at
  /// that call says so and waits to be killed. `lazy ENDPOINT`: lists key stores, waits for a line,
  /// then lists IAM users and roles.
  public static void main(String[] arguments) throws Exception {
    var aws =
        AwsServices.open(
            new AwsConnection.LocalKmsConnection(URI.create(arguments[1]), "us-east-1"));
    switch (arguments[0]) {
      case "create" -> create(aws.kms(), arguments);
      case "lazy" -> {
        var _ = aws.kms().keyStores();
        System.out.println("here");
        var _ = System.in.read();
        try {
          System.out.println(aws.principals().list().size());
        } catch (KmsException e) {
          System.out.println(e.code());
        }
      }
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void create(KeyManagement real, String[] arguments) {
    var method = arguments[6];
    var before = arguments[7].equals("before");
    var stopping =
        (KeyManagement)
            Proxy.newProxyInstance(
                KeyManagement.class.getClassLoader(),
                new Class<?>[] {KeyManagement.class},
                (_, called, values) -> {
                  var there =
                      called.getName().equals("perform")
                          && ((KmsChange<?>) values[0]).operation().equals(method);
                  if (there && before) {
                    waitToBeKilled();
                  }
                  try {
                    var answer = called.invoke(real, values);
                    if (there) {
                      waitToBeKilled();
                    }
                    return answer;
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
    Loop.creation(stopping, Path.of(arguments[2]))
        .create(
            new KeyPlan(
                arguments[3],
                "main",
                arguments[4],
                arguments[5],
                "",
                Map.of(),
                KeyAccess.ofAccountOnly().policy("aws", real.callerIdentity().account())),
            () -> {});
  }

  private static void waitToBeKilled() throws InterruptedException {
    System.out.println("here");
    System.out.flush();
    // Nothing else may happen here: the test ends this process.
    Thread.sleep(Long.MAX_VALUE);
  }
}
