package org.xksworkbench.app;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Comparator;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.xksworkbench.app.demo.Demo;
import org.xksworkbench.app.doctor.ConnectionDoctor;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.aws.AwsConnection;
import org.xksworkbench.app.kms.aws.AwsServices;
import org.xksworkbench.app.opening.Opening;
import org.xksworkbench.app.proxy.ProxyControl.ServedPath;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.localkms.LocalKms;

/// The demo with its proxy in a process of its own, for the tests of one class. It ends with them:
/// others count the processes of this one. A test leaves it as it was: the proxy runs, no fault is
/// on, and each path has one credential.
///
/// @param kms a client of its local KMS
public record SharedDemo(Path folder, Demo demo, KeyManagement kms) implements AutoCloseable {

  /// Gives it to the constructor of a test.
  public static final class Given implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
      return parameter.getParameter().getType() == SharedDemo.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
      var ofClass = context.getTestMethod().flatMap(_ -> context.getParent()).orElse(context);
      return ofClass
          .getStore(Namespace.create(SharedDemo.class))
          .computeIfAbsent(SharedDemo.class, _ -> open(), SharedDemo.class);
    }
  }

  private static SharedDemo open() {
    try {
      var folder = Files.createTempDirectory("demo");
      var demo = Demo.start(folder, MachinePolicy.none(), Opening.OpeningProgress.toNobody());
      return new SharedDemo(
          folder,
          demo,
          AwsServices.open(
                  new AwsConnection.LocalKmsConnection(demo.kms().endpoint(), LocalKms.REGION))
              .kms());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public static char[] pin() {
    return "demo-1234".toCharArray();
  }

  public ConnectionDoctor doctor() {
    return new ConnectionDoctor(demo.network(), LocalKms.REGION, Clock.systemUTC());
  }

  /// As AWS KMS has it now.
  public ExternalKeyStore store(String name) {
    return kms.keyStores().stream()
        .filter(store -> store.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /// As the proxy serves it now.
  ///
  /// @param path such as `/payments`
  public ServedPath path(String path) {
    return demo.proxy().state().paths().stream()
        .filter(served -> served.path().equals(path))
        .findFirst()
        .orElseThrow();
  }

  /// To be called after a test that may have failed in the middle.
  public void restore() {
    demo.faults().on().forEach(fault -> demo.faults().set(fault, false));
    if (!demo.proxy().alive()) {
      demo.proxy().start(pin());
    }
    for (var store : kms.keyStores()) {
      demo.proxy().state().paths().stream()
          .filter(served -> served.uriPath().equals(store.proxy().uriPath()))
          .forEach(served -> restore(served, store));
    }
  }

  private void restore(ServedPath served, ExternalKeyStore store) {
    if (served.blocked()) {
      demo.proxy().block(served.path(), false);
    }
    served.blockedKeys().forEach(key -> demo.proxy().blockKey(served.path(), key, false));
    served.accessKeyIds().stream()
        .filter(id -> !id.equals(store.proxy().accessKeyId()))
        .forEach(id -> demo.proxy().removeCredential(served.path(), id));
  }

  @Override
  public void close() {
    kms.close();
    demo.close();
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
