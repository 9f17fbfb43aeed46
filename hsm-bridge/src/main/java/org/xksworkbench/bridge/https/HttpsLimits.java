package org.xksworkbench.bridge.https;

import java.time.Duration;

/// How much is under way at once, and how long is waited.
///
/// @param connections to one server at most, and so many requests at once
/// @param free for one of them to be free
/// @param answer for the answer, from when the request was sent
public record HttpsLimits(int connections, Duration free, Duration answer) {}
