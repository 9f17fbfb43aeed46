package org.xksworkbench.app.kms.aws;

import static org.xksworkbench.app.kms.aws.KmsFailures.translate;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import org.xksworkbench.app.kms.KeyEvent;
import org.xksworkbench.app.kms.KeyEvents;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.kms.aws.client.ClientFactory;
import software.amazon.awssdk.services.cloudtrail.model.Event;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttribute;
import software.amazon.awssdk.services.cloudtrail.model.LookupAttributeKey;
import software.amazon.awssdk.services.cloudtrail.model.LookupEventsRequest;

/// AWS CloudTrail on the AWS SDK. The client is made for each call: its classes are not loaded
/// before somebody asks.
public final class AwsKeyEvents implements KeyEvents {

  /// Clocks of two services differ, and events carry whole seconds.
  private static final Duration AROUND = Duration.ofMinutes(5);

  private final Supplier<ClientFactory> clients;
  private final ObjectMapper json = new ObjectMapper();

  public AwsKeyEvents(AwsConnection connection) {
    this(() -> AwsClientAssembly.of(connection));
  }

  AwsKeyEvents(Supplier<ClientFactory> clients) {
    this.clients = clients;
  }

  /// A key that is in use has many events: only those about the time of its creation are asked for.
  @Override
  public Optional<KeyEvent> creationOf(KmsKey key) {
    return translate(() -> {
      try (var trail = clients.get().cloudTrail()) {
        return trail
            .lookupEventsPaginator(
                LookupEventsRequest.builder()
                    .lookupAttributes(
                        LookupAttribute.builder()
                            .attributeKey(LookupAttributeKey.RESOURCE_NAME)
                            .attributeValue(key.arn())
                            .build())
                    .startTime(key.creationDate().minus(AROUND))
                    .endTime(key.creationDate().plus(AROUND))
                    .build())
            .stream()
            .flatMap(page -> page.events().stream())
            .filter(event -> "CreateKey".equals(event.eventName()))
            .findFirst()
            .map(this::toEvent);
      }
    });
  }

  private KeyEvent toEvent(Event event) {
    var text = Objects.requireNonNullElse(event.cloudTrailEvent(), "{}");
    try {
      var tree = json.readTree(text);
      return new KeyEvent(
          event.eventId(),
          event.eventName(),
          event.eventTime(),
          Objects.requireNonNullElse(event.username(), ""),
          tree.path("requestID").asText(""),
          json.writerWithDefaultPrettyPrinter().writeValueAsString(tree));
    } catch (JsonProcessingException e) {
      return new KeyEvent(
          event.eventId(),
          event.eventName(),
          event.eventTime(),
          Objects.requireNonNullElse(event.username(), ""),
          "",
          text);
    }
  }
}
