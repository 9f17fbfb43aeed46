package org.xksworkbench.app.ui.dialog;

/// The external key with which an XKS proxy is tested.
///
/// @param withLoad whether the default quota of AWS KMS is tried, too
public record TestedKey(String xksKeyId, boolean withLoad) {}
