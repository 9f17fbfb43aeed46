package org.xksworkbench.bridge.https;

/// Status and body of an answer.
///
/// @param contentType empty if none was told
public record HttpsReply(int status, String contentType, byte[] body) {}
