package org.xksworkbench.bridge.localkms;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.protocol.MarshallingType;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import software.amazon.awssdk.services.kms.KmsClient;
import software.amazon.awssdk.services.kms.model.KmsException;
import software.amazon.awssdk.services.kms.model.KmsRequest;

/// Holds every answer that a client gets against the service model that its SDK was made of: each
/// member is known and of its type, each error is one that the model gives to the operation or that
/// any operation may have.
final class ServiceModel implements ExecutionInterceptor {

  /// AWS KMS API Reference, "Common Errors", and what the JSON protocol itself has.
  private static final Set<String> COMMON =
      Set.of(
          "ValidationException",
          "AccessDeniedException",
          "ThrottlingException",
          "SerializationException",
          "UnknownOperationException",
          "RequestEntityTooLargeException",
          "InvalidSignatureException",
          "ExpiredTokenException",
          "NotAuthorizedException");

  /// The XKS proxy API specification gives it to CreateKey, and the service model does not.
  private static final String OF_THE_SPECIFICATION = "CreateKey answered KMSInvalidStateException";

  private final ObjectMapper json = new ObjectMapper();
  private final Queue<String> violations = new ConcurrentLinkedQueue<>();

  /// What was answered and is not in the model.
  List<String> violations() {
    return List.copyOf(violations);
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    if (!(context.request() instanceof KmsRequest)) {
      return context.responseBody();
    }
    try (var body = context.responseBody().orElse(InputStream.nullInputStream())) {
      var bytes = body.readAllBytes();
      var operation = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
      var answer = bytes.length == 0 ? json.createObjectNode() : json.readTree(bytes);
      if (context.httpResponse().isSuccessful()) {
        object(operation, answer, answerOf(operation));
      } else {
        error(operation, answer.path("__type").asText());
      }
      return Optional.of(new ByteArrayInputStream(bytes));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void error(String operation, String code) {
    if (COMMON.contains(code)) {
      return;
    }
    var modelled =
        Arrays.stream(KmsClient.class.getMethods())
            .filter(m -> m.getName().equals(lowerCamel(operation)))
            .flatMap(m -> Arrays.stream(m.getExceptionTypes()))
            .filter(KmsException.class::isAssignableFrom)
            // KMSInternalException is called KmsInternalException there.
            .anyMatch(type -> type.getSimpleName().equalsIgnoreCase(code));
    var violation = operation + " answered " + code;
    if (!modelled && !violation.equals(OF_THE_SPECIFICATION)) {
      violations.add(violation);
    }
  }

  private void object(String path, JsonNode answer, SdkPojo shape) {
    answer
        .properties()
        .forEach(member ->
            shape.sdkFields().stream()
                .filter(field -> field.locationName().equals(member.getKey()))
                .findFirst()
                .ifPresentOrElse(
                    field -> value(path + "." + member.getKey(), member.getValue(), field),
                    () -> violations.add(path + " has no " + member.getKey())));
  }

  private void value(String path, JsonNode value, SdkField<?> field) {
    var type = field.marshallingType();
    boolean right;
    if (type == MarshallingType.LIST) {
      right = value.isArray();
      var member = field.getTrait(ListTrait.class).memberFieldInfo();
      value.forEach(each -> value(path + "[]", each, member));
    } else if (type == MarshallingType.MAP) {
      right = value.isObject();
      var member = field.getTrait(MapTrait.class).valueFieldInfo();
      value.forEach(each -> value(path + "{}", each, member));
    } else if (type == MarshallingType.SDK_POJO) {
      right = value.isObject();
      object(path, value, field.constructor().get());
    } else if (type == MarshallingType.STRING || type == MarshallingType.SDK_BYTES) {
      right = value.isTextual();
    } else if (type == MarshallingType.BOOLEAN) {
      right = value.isBoolean();
    } else {
      right = value.isNumber();
    }
    if (!right) {
      violations.add(path + " is no " + type.getTargetClass().getSimpleName());
    }
  }

  private static SdkPojo answerOf(String operation) {
    try {
      var type = Class.forName(KmsRequest.class.getPackageName() + "." + operation + "Response");
      return (SdkPojo) type.getMethod("builder").invoke(null);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static String lowerCamel(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
