package org.xksworkbench.bridge.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.bridge.hsm.SoftHsm;
import org.xksworkbench.bridge.xks.config.ProxyFolder;

/// Looks for a PIN in the heaps of real processes, garbage included.
class SecretsInMemoryTest {

  private static final List<Charset> ENCODINGS =
      List.of(StandardCharsets.ISO_8859_1, StandardCharsets.UTF_16BE, StandardCharsets.UTF_16LE);

  @TempDir private Path folder;

  private final String pin = randomPin();
  private final String oldPin = randomPin();

  private static String randomPin() {
    var bytes = new byte[20];
    new SecureRandom().nextBytes(bytes);
    return HexFormat.of().formatHex(bytes);
  }

  @Test
  void after_a_login_by_a_helper_no_heap_holds_the_pin() throws Exception {
    var token = newToken(oldPin);
    var window =
        java(WindowSide.class.getName(), SoftHsm.modulePath().toString(), token, folder.toString());
    try (var in = window.getOutputStream();
        var out = window.inputReader()) {
      new AgentRequest(
              Wire.mapper().createObjectNode(), List.of(pin.toCharArray(), oldPin.toCharArray()))
          .writeTo(in, Wire.mapper());
      var helper = out.readLine();
      assertThat(helper).as("the process ended").isNotNull();
      dump(helper.split(" ")[0], folder.resolve("helper.hprof"));
    } finally {
      window.destroyForcibly();
    }

    assertThat(places("before.hprof", pin))
        .as("what is there is found")
        .containsExactly("UTF-16BE");
    assertThat(places("after.hprof", pin)).isEmpty();
    assertThat(places("after.hprof", oldPin)).isEmpty();
    assertThat(places("helper.hprof", token)).isNotEmpty();
    assertThat(places("helper.hprof", pin)).isEmpty();
    assertThat(places("helper.hprof", oldPin)).isEmpty();
  }

  /// It logs in again by itself when a token was away.
  @Test
  void the_proxy_keeps_its_pin_once_and_as_no_string() throws Exception {
    var config =
        ProxyFolder.init(
            folder.resolve("proxy"),
            new ProxyFolder.Request(
                SoftHsm.modulePath(), newToken(pin), "xks.demo.test", List.of("/memory"), "fit"));
    var ready = folder.resolve("ready");
    var proxy =
        java(
            "org.xksworkbench.bridge.cli.HsmBridge",
            "proxy",
            "run",
            "--config",
            config.toString(),
            "--pin-file",
            "-",
            "--port",
            "0",
            "--ready-file",
            ready.toString());
    try {
      SecretPipe.writeLine(proxy.getOutputStream(), pin.toCharArray());
      await("the ready file")
          .atMost(Duration.ofSeconds(120))
          .until(() -> Files.exists(ready) || !proxy.isAlive());
      dump(Long.toString(proxy.pid()), folder.resolve("proxy.hprof"));
    } finally {
      proxy.destroyForcibly();
    }
    assertThat(places("proxy.hprof", pin)).containsExactly("UTF-16BE");
  }

  /// @return its label
  private String newToken(String itsPin) {
    var free =
        SoftHsm.hsm().slots().stream()
            .filter(slot -> slot.token().filter(token -> !token.initialized()).isPresent())
            .findFirst()
            .orElseThrow();
    var label = "memory-" + itsPin.substring(0, 8);
    SoftHsm.hsm().initToken(free.id(), label, SoftHsm.soPin(), itsPin.toCharArray());
    return label;
  }

  private Process java(String... command) throws IOException {
    var builder =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "--enable-native-access=ALL-UNNAMED",
            "-XX:-CreateCoredumpOnCrash",
            "-cp",
            System.getProperty("java.class.path"));
    builder.command().addAll(List.of(command));
    builder.environment().putAll(SoftHsm.environment());
    return builder.redirectError(folder.resolve("errors").toFile()).start();
  }

  private static void dump(String pid, Path file) throws Exception {
    var jcmd =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "jcmd").toString(),
                pid,
                "GC.heap_dump",
                "-all=true",
                file.toString())
            .redirectErrorStream(true)
            .start();
    var said = new String(jcmd.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(jcmd.waitFor(60, TimeUnit.SECONDS)).isTrue();
    assertThat(said).contains("Heap dump file created");
  }

  /// In which encodings a heap holds a text, once for each time.
  private List<String> places(String dump, String text) throws IOException {
    var heap = Files.readString(folder.resolve(dump), StandardCharsets.ISO_8859_1);
    return ENCODINGS.stream()
        .flatMap(encoding -> {
          var wanted = new String(text.getBytes(encoding), StandardCharsets.ISO_8859_1);
          return IntStream.iterate(
                  heap.indexOf(wanted), at -> at >= 0, at -> heap.indexOf(wanted, at + 1))
              .mapToObj(_ -> encoding.name());
        })
        .toList();
  }
}
