package org.xksworkbench.app.kms;

/// One account and Region of AWS, or the stand-in for it.
public record AwsAccess(
    KeyManagement kms,
    Principals principals,
    KeyEvents events,
    KeyStoreMetrics metrics,
    KeyStoreSearch search) {

  /// The same with something around every request.
  public AwsAccess through(Interceptors interceptors) {
    return new AwsAccess(
        new InterceptedKeyManagement(kms, interceptors),
        () -> interceptors.read("ListUsers", principals::list),
        key -> interceptors.read("LookupEvents", () -> events.creationOf(key)),
        (store, range) -> interceptors.read("GetMetricData", () -> metrics.of(store, range)),
        soFar -> interceptors.read("ListRegions", () -> search.look(soFar)));
  }
}
