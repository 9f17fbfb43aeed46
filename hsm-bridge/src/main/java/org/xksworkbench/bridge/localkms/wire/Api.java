package org.xksworkbench.bridge.localkms.wire;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A service on the wire.
///
/// @param source what CloudTrail calls it, such as `kms.amazonaws.com`
public record Api(String source, ApiProtocol protocol, Map<String, Operation> operations) {

  /// How requests name the service and the operation.
  public sealed interface ApiProtocol {

    /// `X-Amz-Target: <target>.<operation>`, JSON both ways.
    record JsonApi(String target) implements ApiProtocol {}

    /// A form with `Action` and `Version`, answered in XML.
    record QueryApi(String version, String namespace) implements ApiProtocol {}
  }

  public static Api of(String source, ApiProtocol protocol, Collection<Operation> operations) {
    var byName = new LinkedHashMap<String, Operation>();
    operations.forEach(operation -> byName.put(operation.name(), operation));
    return new Api(source, protocol, byName);
  }

  /// The same operations, all refused.
  public Api refusing(ServiceFault fault) {
    return admitting(_ -> {
      throw fault;
    });
  }

  /// The same operations, each after a look at the call.
  ///
  /// @param admission throws a [ServiceFault] if the call is refused
  public Api admitting(Consumer<Call> admission) {
    return of(
        source,
        protocol,
        operations.values().stream()
            .map(operation ->
                new Operation(
                    operation.name(),
                    operation.readOnly(),
                    operation.input(),
                    call -> {
                      admission.accept(call);
                      return operation.handler().perform(call);
                    }))
            .toList());
  }

  Optional<Operation> operation(String name) {
    return Optional.ofNullable(operations.get(name));
  }
}
