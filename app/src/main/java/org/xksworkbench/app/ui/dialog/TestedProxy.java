package org.xksworkbench.app.ui.dialog;

import java.net.URI;
import java.nio.file.Path;
import java.util.Optional;

/// An XKS proxy that is tested from outside, by its address.
///
/// @param consoleFile the file that the AWS console takes, with URI path and credential
/// @param authority PEM file of the authority that issued its certificate; empty for a public one
public record TestedProxy(
    URI endpoint, Path consoleFile, Optional<Path> authority, TestedKey key) {}
