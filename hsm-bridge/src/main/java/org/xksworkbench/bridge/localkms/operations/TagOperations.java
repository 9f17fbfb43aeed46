package org.xksworkbench.bridge.localkms.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.regex.Pattern;
import org.xksworkbench.bridge.localkms.state.AwsTexts;
import org.xksworkbench.bridge.localkms.state.LocalKeyState;
import org.xksworkbench.bridge.localkms.state.Vault;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.Parameters;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// Tags of KMS keys.
final class TagOperations {

  private static final ListPage PAGE = new ListPage("Tags", 50, 50);
  private static final int LIMIT = 50;
  private static final Pattern LEGAL = Pattern.compile("[\\p{L}\\p{Z}\\p{N}_.:/=+\\-@]*");

  private final Vault vault;
  private final KeyFinder finder;

  TagOperations(Vault vault, KeyFinder finder) {
    this.vault = vault;
    this.finder = finder;
  }

  ObjectNode tag(Call call) {
    var given = tagsIn(call.parameters());
    change(
        call,
        tags -> {
          var together = new TreeMap<>(tags);
          together.putAll(given);
          requireFewEnough(together);
          return together;
        });
    return AnswerParts.empty();
  }

  /// Keys that the KMS key does not have are passed over.
  ObjectNode untag(Call call) {
    var names = call.parameters().texts("TagKeys");
    change(
        call,
        tags -> {
          var left = new TreeMap<>(tags);
          names.forEach(left::remove);
          return left;
        });
    return AnswerParts.empty();
  }

  ObjectNode list(Call call) {
    var key = finder.byIdOrArn(vault.now(), call.parameters().require("KeyId"), call);
    var answer = AnswerParts.empty();
    PAGE.write(
        answer,
        List.copyOf(key.tags().entrySet()),
        call.parameters(),
        (entry, tag) -> entry.put("TagKey", tag.getKey()).put("TagValue", tag.getValue()));
    return answer;
  }

  /// The parameter `Tags`.
  Map<String, String> tagsIn(Parameters parameters) {
    var tags = new TreeMap<String, String>();
    for (var tag : parameters.structures("Tags")) {
      var name = tag.require("TagKey");
      var value = tag.require("TagValue");
      if (name.toLowerCase(Locale.ROOT).startsWith("aws:")) {
        throw tagFault(AwsTexts.RESERVED_TAGS);
      }
      if (!LEGAL.matcher(name).matches() || !LEGAL.matcher(value).matches()) {
        throw tagFault(
            "Tags have letters, digits, spaces and + - = . _ : / @ only; see the tag "
                + name
                + ".");
      }
      if (tags.put(name, value) != null) {
        throw tagFault(AwsTexts.DUPLICATE_TAGS);
      }
    }
    requireFewEnough(tags);
    return tags;
  }

  private void change(Call call, UnaryOperator<Map<String, String>> change) {
    var id = finder.byIdOrArn(vault.now(), call.parameters().require("KeyId"), call).id();
    vault.change(state -> {
      var key = finder.get(state, id);
      state.stateOf(key).require(LocalKeyState.KeyAttempt.CHANGE, key.arn());
      return state.with(key.withTags(change.apply(key.tags())));
    });
  }

  private static void requireFewEnough(Map<String, String> tags) {
    if (tags.size() > LIMIT) {
      throw tagFault(AwsTexts.TOO_MANY_TAGS);
    }
  }

  private static ServiceFault tagFault(String message) {
    return ServiceFault.of("TagException", message);
  }
}
