package org.xksworkbench.bridge.hsm;

import java.nio.file.Path;

/// What a PKCS#11 module says of itself (`C_GetInfo`).
///
/// @param libraryVersion the library's version, such as `2.6`
/// @param cryptokiVersion the version of PKCS#11 that it speaks, such as `2.40`
public record ModuleInfo(
    Path path,
    String manufacturer,
    String description,
    String libraryVersion,
    String cryptokiVersion) {}
