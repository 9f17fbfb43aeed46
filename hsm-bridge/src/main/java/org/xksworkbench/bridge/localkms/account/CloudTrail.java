package org.xksworkbench.bridge.localkms.account;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.localkms.wire.Api;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.CallListener;
import org.xksworkbench.bridge.localkms.wire.Operation;
import org.xksworkbench.bridge.localkms.wire.Parameters;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;
import org.xksworkbench.bridge.localkms.wire.Shape;

/// AWS CloudTrail: LookupEvents, over the events of this stand-in, the newest first. They are kept
/// in memory, the latest of those that read and of those that change something, so that a day of
/// Encrypt does not push out how a key was made.
public final class CloudTrail implements CallListener {

  private static final String KMS = "kms.amazonaws.com";
  private static final int KEPT = 10_000;
  private static final int LARGEST_PAGE = 50;
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("MMM d, yyyy, h:mm:ss a", Locale.US).withZone(ZoneOffset.UTC);
  private static final Set<String> DATES = Set.of("CreationDate", "DeletionDate");
  private static final Set<String> NEVER_TOLD = Set.of("GrantToken", "Plaintext", "CiphertextBlob");

  private static final Shape.StructureShape LOOKUP =
      Shape.structure(
          Shape.optionalMember(
              "LookupAttributes",
              new Shape.ListShape(
                  Shape.structure(
                      Shape.requiredMember(
                          "AttributeKey",
                          Shape.choice(
                              "EventId",
                              "EventName",
                              "ReadOnly",
                              "Username",
                              "ResourceType",
                              "ResourceName",
                              "EventSource",
                              "AccessKeyId")),
                      Shape.requiredMember("AttributeValue", Shape.text(1, 2000))),
                  0,
                  1)),
          Shape.optionalMember("StartTime", new Shape.TimestampShape()),
          Shape.optionalMember("EndTime", new Shape.TimestampShape()),
          Shape.optionalMember("MaxResults", new Shape.IntegerShape(1, LARGEST_PAGE)),
          Shape.optionalMember("NextToken", Shape.text(1, 1000)));

  private final String account;
  private final String region;
  private final IamPrincipals principals;
  private final LastUsages lastUsages;
  private final Deque<TrailEvent> reading = new ArrayDeque<>();
  private final Deque<TrailEvent> writing = new ArrayDeque<>();
  private long recorded;

  private record TrailEvent(long number, Instant time, ObjectNode told) {}

  public CloudTrail(
      String account, String region, IamPrincipals principals, LastUsages lastUsages) {
    this.lastUsages = lastUsages;
    this.account = account;
    this.region = region;
    this.principals = principals;
  }

  public Api api() {
    return Api.of(
        "cloudtrail.amazonaws.com",
        new Api.ApiProtocol.JsonApi("com.amazonaws.cloudtrail.v20131101.CloudTrail_20131101"),
        List.of(Operation.reading("LookupEvents", LOOKUP, this::lookUp)));
  }

  @Override
  public void answered(Call call, ObjectNode answer, Duration took) {
    if (isOfKms(call)) {
      var event = event(call, call.operation().readOnly() ? null : answer);
      record(call, event);
      lastUsages.record(call, event.path("eventID").asText());
    }
  }

  @Override
  public void failed(Call call, ServiceFault fault, Duration took) {
    if (isOfKms(call)) {
      record(
          call,
          event(call, null).put("errorCode", fault.code()).put("errorMessage", fault.message()));
    }
  }

  /// An event of AWS KMS itself.
  ///
  /// @param name `DeleteKey` when the waiting period of a key is over, `RotateKey` when it has new
  ///   key material
  public void byItself(String name, String keyArn, Instant now) {
    var event = JsonNodeFactory.instance.objectNode().put("eventVersion", "1.08");
    event.putObject("userIdentity").put("accountId", account).put("invokedBy", "AWS Internal");
    event
        .put("eventTime", now.truncatedTo(ChronoUnit.SECONDS).toString())
        .put("eventSource", KMS)
        .put("eventName", name)
        .put("awsRegion", region)
        .put("sourceIPAddress", "AWS Internal")
        .put("userAgent", "AWS Internal")
        .putNull("requestParameters")
        .putNull("responseElements")
        .put("eventID", UUID.randomUUID().toString())
        .put("readOnly", false);
    resources(event, Map.of(keyArn, "AWS::KMS::Key"));
    event
        .put("eventType", "AwsServiceEvent")
        .put("managementEvent", true)
        .put("recipientAccountId", account)
        .put("eventCategory", "Management");
    keep(now, summary(event, Map.of(keyArn, "AWS::KMS::Key"), "", ""));
  }

  /// Forgets all events.
  public synchronized void clear() {
    reading.clear();
    writing.clear();
  }

  private static boolean isOfKms(Call call) {
    return call.operation().service().equals(KMS);
  }

  private void record(Call call, ObjectNode event) {
    keep(
        call.receivedAt(),
        summary(event, call.resources(), call.caller().accessKeyId(), principals.caller().name()));
  }

  private synchronized void keep(Instant time, ObjectNode told) {
    var events = told.path("ReadOnly").asText().equals("true") ? reading : writing;
    events.addFirst(new TrailEvent(recorded++, time, told));
    if (events.size() > KEPT) {
      events.removeLast();
    }
  }

  private ObjectNode event(Call call, @Nullable ObjectNode answer) {
    var caller = principals.caller();
    var event = JsonNodeFactory.instance.objectNode().put("eventVersion", "1.08");
    event
        .putObject("userIdentity")
        .put("type", "IAMUser")
        .put("principalId", caller.id())
        .put("arn", caller.arn(account))
        .put("accountId", account)
        .put("accessKeyId", call.caller().accessKeyId())
        .put("userName", caller.name());
    event
        .put("eventTime", call.receivedAt().truncatedTo(ChronoUnit.SECONDS).toString())
        .put("eventSource", call.operation().service())
        .put("eventName", call.operation().name())
        .put("awsRegion", region)
        .put("sourceIPAddress", call.caller().sourceAddress())
        .put("userAgent", call.caller().userAgent());
    event.set("requestParameters", orNull(parameters(call)));
    event.set("responseElements", orNull(answer == null ? null : lowerCase(answer)));
    if (!call.additional().isEmpty()) {
      call.additional().forEach(event.putObject("additionalEventData")::put);
    }
    event
        .put("requestID", call.requestId())
        .put("eventID", UUID.randomUUID().toString())
        .put("readOnly", call.operation().readOnly());
    resources(event, call.resources());
    return event
        .put("eventType", "AwsApiCall")
        .put("managementEvent", true)
        .put("recipientAccountId", account)
        .put("eventCategory", "Management");
  }

  private void resources(ObjectNode event, Map<String, String> resources) {
    var array = event.putArray("resources");
    resources.forEach((arn, type) ->
        array.addObject().put("accountId", account).put("type", type).put("ARN", arn));
  }

  /// What LookupEvents tells: a summary, and the event as text.
  private static ObjectNode summary(
      ObjectNode event, Map<String, String> resources, String accessKeyId, String username) {
    var told =
        JsonNodeFactory.instance
            .objectNode()
            .put("EventId", event.path("eventID").asText())
            .put("EventName", event.path("eventName").asText())
            .put("ReadOnly", event.path("readOnly").asText())
            .put("AccessKeyId", accessKeyId)
            .put("EventTime", Instant.parse(event.path("eventTime").asText()).getEpochSecond())
            .put("EventSource", event.path("eventSource").asText())
            .put("Username", username);
    var array = told.putArray("Resources");
    resources.forEach(
        (arn, type) -> array.addObject().put("ResourceType", type).put("ResourceName", arn));
    return told.put("CloudTrailEvent", event.toString());
  }

  private synchronized ObjectNode lookUp(Call call) {
    var parameters = call.parameters();
    var attribute = parameters.structures("LookupAttributes").stream().findFirst();
    var start = parameters.moment("StartTime");
    var end = parameters.moment("EndTime");
    if (start.isPresent() && end.isPresent() && start.get().isAfter(end.get())) {
      throw ServiceFault.of("InvalidTimeRangeException", "StartTime must not be after EndTime.");
    }
    var before = parameters.text("NextToken").map(CloudTrail::number).orElse(Long.MAX_VALUE);
    int limit = parameters.whole("MaxResults").orElse(LARGEST_PAGE);
    var found =
        Stream.concat(reading.stream(), writing.stream())
            .sorted(Comparator.comparingLong(TrailEvent::number).reversed())
            .filter(event -> event.number() < before)
            .filter(event -> start.isEmpty() || !event.time().isBefore(start.get()))
            .filter(event -> end.isEmpty() || !event.time().isAfter(end.get()))
            .filter(event -> attribute.isEmpty() || has(event.told(), attribute.get()))
            .limit(limit + 1L)
            .toList();
    var answer = JsonNodeFactory.instance.objectNode();
    var array = answer.putArray("Events");
    found.stream().limit(limit).forEach(event -> array.add(event.told()));
    if (found.size() > limit) {
      answer.put("NextToken", Long.toString(found.get(limit - 1).number()));
    }
    return answer;
  }

  private static boolean has(ObjectNode told, Parameters attribute) {
    var value = attribute.require("AttributeValue");
    var key = attribute.require("AttributeKey");
    return switch (key) {
      case "ResourceType", "ResourceName" -> {
        for (var resource : told.path("Resources")) {
          if (resource.path(key).asText().equals(value)) {
            yield true;
          }
        }
        yield false;
      }
      default -> told.path(key).asText().equals(value);
    };
  }

  private static long number(String token) {
    try {
      return Long.parseUnsignedLong(token);
    } catch (NumberFormatException e) {
      throw ServiceFault.of("InvalidNextTokenException", "The token is not one of this list.");
    }
  }

  /// The parameters under their lower camel names, without secrets and bytes.
  private static ObjectNode parameters(Call call) {
    var told = structure(call.parameters().body(), call.operation().input());
    if (call.operation().name().equals("CreateKey")) {
      withDefaults(told);
    }
    return told;
  }

  /// CloudTrail tells what CreateKey takes for what was not given.
  private static void withDefaults(ObjectNode told) {
    Map.of(
            "keyUsage", "ENCRYPT_DECRYPT",
            "description", "",
            "origin", "AWS_KMS",
            "keySpec", "SYMMETRIC_DEFAULT",
            "customerMasterKeySpec", "SYMMETRIC_DEFAULT")
        .forEach((name, value) -> {
          if (!told.has(name)) {
            told.put(name, value);
          }
        });
    for (var flag : new String[] {"multiRegion", "bypassPolicyLockoutSafetyCheck"}) {
      if (!told.has(flag)) {
        told.put(flag, false);
      }
    }
    if (!told.has("tags")) {
      told.putArray("tags");
    }
  }

  private static ObjectNode structure(JsonNode body, Shape.StructureShape shape) {
    var told = JsonNodeFactory.instance.objectNode();
    if (!body.isObject()) {
      return told;
    }
    for (var member : shape.members()) {
      var value = body.get(member.name());
      if (value != null && !value.isNull()) {
        value(value, member.shape())
            .ifPresent(allowed -> told.set(lowerCamel(member.name()), allowed));
      }
    }
    return told;
  }

  private static Optional<JsonNode> value(JsonNode value, Shape shape) {
    return switch (shape) {
      case Shape.BlobShape _ -> Optional.empty();
      case Shape.StringShape text -> text.sensitive() ? Optional.empty() : Optional.of(value);
      case Shape.StructureShape structure -> {
        var told = structure(value, structure);
        yield told.isEmpty() ? Optional.empty() : Optional.of(told);
      }
      case Shape.ListShape(var member, _, _) -> {
        var array = JsonNodeFactory.instance.arrayNode();
        value.forEach(each -> value(each, member).ifPresent(array::add));
        yield Optional.of(array);
      }
      case Shape.EnumShape _,
          Shape.BooleanShape _,
          Shape.TimestampShape _,
          Shape.IntegerShape _,
          Shape.MapShape _ ->
          Optional.of(value);
    };
  }

  /// An answer under lower camel names, dates as CloudTrail writes them.
  private static JsonNode lowerCase(JsonNode node) {
    if (node.isArray()) {
      var array = JsonNodeFactory.instance.arrayNode();
      node.forEach(each -> array.add(lowerCase(each)));
      return array;
    }
    if (!node.isObject()) {
      return node;
    }
    var told = JsonNodeFactory.instance.objectNode();
    node.properties()
        .forEach(entry -> {
          var name = entry.getKey();
          if (DATES.contains(name)) {
            var date = Instant.ofEpochSecond(entry.getValue().longValue());
            told.put(lowerCamel(name), DATE.format(date));
          } else if (!NEVER_TOLD.contains(name)) {
            told.set(lowerCamel(name), lowerCase(entry.getValue()));
          }
        });
    return told;
  }

  private static JsonNode orNull(@Nullable JsonNode object) {
    return object == null || object.isEmpty() ? JsonNodeFactory.instance.nullNode() : object;
  }

  private static String lowerCamel(String name) {
    return name.substring(0, 1).toLowerCase(Locale.ROOT) + name.substring(1);
  }
}
