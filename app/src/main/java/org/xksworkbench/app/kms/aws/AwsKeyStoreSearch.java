package org.xksworkbench.app.kms.aws;

import java.time.Duration;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletionService;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KeyStoreSearch;
import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.kms.KmsErrorCode;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.app.kms.aws.client.ClientFactory;
import org.xksworkbench.bridge.guard.MachinePolicy;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.kms.model.CustomKeyStoreType;

/// Asks each Region with the credentials of the session, a few at a time: AWS takes five
/// DescribeCustomKeyStores a second in each Region, and a company's proxy has its limits, too.
public final class AwsKeyStoreSearch implements KeyStoreSearch {

  private static final int AT_ONCE = 4;
  private static final Duration BETWEEN_STARTS = Duration.ofMillis(50);

  private static final Set<KmsErrorCode> END =
      EnumSet.of(
          KmsErrorCode.EXPIRED_TOKEN,
          KmsErrorCode.REQUEST_EXPIRED,
          KmsErrorCode.SSO_SESSION_EXPIRED,
          KmsErrorCode.CONSOLE_LOGIN_ENDED);

  /// A Region that is not enabled in the account does not know its keys.
  private static final Set<KmsErrorCode> NOT_ENABLED =
      EnumSet.of(KmsErrorCode.UNRECOGNIZED_CLIENT, KmsErrorCode.INVALID_CLIENT_TOKEN_ID);

  private final Supplier<ClientFactory> clients;
  private final MachinePolicy policy;

  AwsKeyStoreSearch(Supplier<ClientFactory> clients, MachinePolicy policy) {
    this.clients = clients;
    this.policy = policy;
  }

  @Override
  public RegionSurvey look(Consumer<RegionSurvey> soFar) {
    var here = clients.get();
    var listed = new AccountRegions(here).list();
    var findings = new TreeMap<String, RegionFinding>();
    var survey =
        (Supplier<RegionSurvey>)
            () ->
                new RegionSurvey(
                    listed.listedBy(),
                    listed.refused(),
                    List.copyOf(findings.values()),
                    listed.regions().size());
    soFar.accept(survey.get());
    // Where the user is, first.
    var order =
        listed.regions().stream()
            .sorted(
                Comparator.<String, Boolean>comparing(id -> !id.equals(here.region().id()))
                    .thenComparing(Comparator.naturalOrder()))
            .toList();
    try (var workers =
        Executors.newFixedThreadPool(
            AT_ONCE, Thread.ofPlatform().daemon().name("regions-", 0).factory())) {
      try {
        collect(
            new ExecutorCompletionService<>(workers),
            here,
            order,
            findings,
            () -> soFar.accept(survey.get()));
      } finally {
        workers.shutdownNow();
      }
    }
    return survey.get();
  }

  private void collect(
      CompletionService<RegionFinding> asking,
      ClientFactory here,
      List<String> order,
      Map<String, RegionFinding> findings,
      Runnable told) {
    try {
      for (var number = 0; number < order.size(); number++) {
        var region = order.get(number);
        asking.submit(later(number, () -> find(here, region)));
      }
      for (var _ : order) {
        var finding = asking.take().get();
        findings.put(finding.region(), finding);
        told.run();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KmsException(
          KmsException.KmsFailureKind.TIMEOUT, "", "Nobody waits any more.", "", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof RuntimeException failure
          ? failure
          : new IllegalStateException(e.getCause());
    }
  }

  /// The first ones do not start at once; the others wait for a place anyway.
  private static Callable<RegionFinding> later(int number, Supplier<RegionFinding> find) {
    return () -> {
      TimeUnit.MILLISECONDS.sleep(BETWEEN_STARTS.toMillis() * (number % AT_ONCE));
      return find.get();
    };
  }

  private RegionFinding find(ClientFactory here, String region) {
    if (!policy.allowsRegion(region)) {
      return unknown(region, "The policy of this machine does not allow it.");
    }
    try {
      var endpoint = new KmsEndpoint(here.kmsEndpoint(Region.of(region)), region);
      if (!endpoint.isAws() || !endpoint.uri().getHost().contains("." + region + ".")) {
        return unknown(
            region,
            "A setting would send its requests to %s, which is not the host of AWS KMS there."
                .formatted(endpoint.uri().getHost()));
      }
      return new RegionFinding.StoresFound(region, stores(here, region));
    } catch (KmsException e) {
      if (endsAll(e)) {
        throw e;
      }
      return unknown(region, words(e));
    }
  }

  private static List<ExternalKeyStore> stores(ClientFactory here, String region) {
    return KmsFailures.translate(() -> {
      try (var kms = here.kmsIn(Region.of(region))) {
        return kms.describeCustomKeyStoresPaginator().customKeyStores().stream()
            .filter(entry -> entry.customKeyStoreType() == CustomKeyStoreType.EXTERNAL_KEY_STORE)
            .map(KmsAnswers::keyStore)
            .sorted(Comparator.comparing(ExternalKeyStore::name))
            .toList();
      }
    });
  }

  private static RegionFinding unknown(String region, String why) {
    return new RegionFinding.StoresUnknown(region, why);
  }

  /// Then no Region answers any more, and somebody has to sign in.
  static boolean endsAll(KmsException e) {
    return e.knownCode().filter(END::contains).isPresent();
  }

  static String words(KmsException e) {
    if (e.knownCode().filter(NOT_ENABLED::contains).isPresent()) {
      return "The credentials are not known there: it is not enabled in the account. (%s)"
          .formatted(e.code());
    }
    var message = String.valueOf(e.getMessage());
    if (message.isBlank()) {
      return e.code() + ".";
    }
    return e.code().isEmpty() ? message : "%s (%s)".formatted(message, e.code());
  }
}
