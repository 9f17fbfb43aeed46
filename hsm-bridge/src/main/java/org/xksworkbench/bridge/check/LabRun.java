package org.xksworkbench.bridge.check;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// One run over all rules: the proxy, what may be asked of it, and what was noted on the way for
/// later rules and for the report.
final class LabRun implements AutoCloseable {

  private final CheckTarget target;
  private final ConformanceLab.Options options;
  private final ProxyUnderTest proxy;
  private final SecureRandom random = new SecureRandom();
  private final List<ProxyAnswer> refusals = new ArrayList<>();
  private Optional<LabLatency> latency = Optional.empty();
  private Optional<LoadResult> load = Optional.empty();

  LabRun(CheckTarget target, ConformanceLab.Options options) {
    this.target = target;
    this.options = options;
    this.proxy = new ProxyUnderTest(target);
  }

  ProxyUnderTest proxy() {
    return proxy;
  }

  ConformanceLab.Options options() {
    return options;
  }

  boolean hasKey() {
    return target.keyId().isPresent();
  }

  ProxyAnswer health() throws IOException {
    return proxy.post("/health", RequestBodies.health());
  }

  ProxyAnswer metadata(ObjectNode body) throws IOException {
    return proxy.post(key("metadata"), body);
  }

  ProxyAnswer encrypt(ObjectNode body) throws IOException {
    return proxy.post(key("encrypt"), body);
  }

  ProxyAnswer decrypt(ObjectNode body) throws IOException {
    return proxy.post(key("decrypt"), body);
  }

  /// The path of an operation on the given key.
  String key(String operation) {
    return "/keys/" + target.keyId().orElseThrow() + "/" + operation;
  }

  byte[] randomBytes(int length) {
    var bytes = new byte[length];
    random.nextBytes(bytes);
    return bytes;
  }

  /// Passes if the proxy refused with this status and this error.
  RuleResult expectRefusal(ProxyAnswer answer, int status, String errorName) {
    note(answer);
    return RuleResult.passIf(
        answer.status() == status && answer.errorName().equals(errorName),
        status + " " + errorName,
        answer.describe());
  }

  /// Keeps a refusal: there is a rule on their form.
  void note(ProxyAnswer answer) {
    if (!answer.ok()) {
      refusals.add(answer);
    }
  }

  List<ProxyAnswer> refusals() {
    return refusals;
  }

  void note(LabLatency measured) {
    latency = Optional.of(measured);
  }

  Optional<LabLatency> latency() {
    return latency;
  }

  void note(LoadResult measured) {
    load = Optional.of(measured);
  }

  Optional<LoadResult> load() {
    return load;
  }

  @Override
  public void close() {
    proxy.close();
  }
}
