package org.xksworkbench.bridge.localkms.wire;

/// An operation as AWS's service model describes it.
///
/// @param service what CloudTrail calls the service, such as `kms.amazonaws.com`
/// @param name on the wire
/// @param readOnly what CloudTrail says of it
public record OperationModel(
    String service, String name, boolean readOnly, Shape.StructureShape input) {}
