package org.xksworkbench.bridge.check;

/// How a proxy did under a rate.
///
/// @param wanted requests a second
/// @param perSecond requests that were answered with 200, a second
/// @param failed requests that were not
public record LoadResult(int wanted, double perSecond, long failed, LabLatency latency) {}
