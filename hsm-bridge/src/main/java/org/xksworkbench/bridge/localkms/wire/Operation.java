package org.xksworkbench.bridge.localkms.wire;

import com.fasterxml.jackson.databind.node.ObjectNode;

/// An operation of a service.
///
/// @param name on the wire
/// @param readOnly what CloudTrail says of it
public record Operation(
    String name, boolean readOnly, Shape.StructureShape input, Handler handler) {

  /// What the operation does.
  @FunctionalInterface
  public interface Handler {

    /// @return the members of the answer
    /// @throws ServiceFault an error of the service
    ObjectNode perform(Call call);
  }

  OperationModel model(String service) {
    return new OperationModel(service, name, readOnly, input);
  }

  public static Operation reading(String name, Shape.StructureShape input, Handler handler) {
    return new Operation(name, true, input, handler);
  }

  public static Operation writing(String name, Shape.StructureShape input, Handler handler) {
    return new Operation(name, false, input, handler);
  }
}
