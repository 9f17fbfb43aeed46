package org.xksworkbench.bridge.localkms.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Comparator;
import java.util.UUID;
import org.xksworkbench.bridge.localkms.account.Account;
import org.xksworkbench.bridge.localkms.state.Alias;
import org.xksworkbench.bridge.localkms.state.AwsTexts;
import org.xksworkbench.bridge.localkms.state.KmsState;
import org.xksworkbench.bridge.localkms.state.LocalKeyState;
import org.xksworkbench.bridge.localkms.state.StoredKey;
import org.xksworkbench.bridge.localkms.state.Vault;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// Aliases of KMS keys.
final class AliasOperations {

  private static final ListPage PAGE = new ListPage("Aliases", 50, 100);
  private static final int LIMIT_OF_KEY = 50;
  private static final String PREFIX = "alias/";
  private static final String RESERVED = "alias/aws/";

  private final Vault vault;
  private final KeyFinder finder;
  private final Account account;

  AliasOperations(Vault vault, KeyFinder finder, Account account) {
    this.vault = vault;
    this.finder = finder;
    this.account = account;
  }

  ObjectNode create(Call call) {
    var name = name(call);
    call.concerns(account.aliasArn(name), "AWS::KMS::Alias");
    var target = target(call);
    vault.change(state -> {
      requireChangeable(state, target.id());
      if (state.aliases().containsKey(name)) {
        throw ServiceFault.of(
            "AlreadyExistsException",
            "An alias with the name %s already exists.".formatted(account.aliasArn(name)));
      }
      requireRoom(state, target.id());
      var now = vault.instant();
      return state.with(new Alias(name, target.id(), now, now));
    });
    return AnswerParts.empty();
  }

  /// Only the new target's state counts.
  ObjectNode update(Call call) {
    var name = name(call);
    call.concerns(account.aliasArn(name), "AWS::KMS::Alias");
    var target = target(call);
    vault.change(state -> {
      var before = get(state, name);
      requireChangeable(state, target.id());
      if (!before.keyId().equals(target.id())) {
        requireRoom(state, target.id());
      }
      return state.with(new Alias(name, target.id(), before.created(), vault.instant()));
    });
    return AnswerParts.empty();
  }

  ObjectNode delete(Call call) {
    var name = name(call);
    call.concerns(account.aliasArn(name), "AWS::KMS::Alias");
    vault.change(state -> state.withoutAlias(get(state, name).name()));
    return AnswerParts.empty();
  }

  ObjectNode list(Call call) {
    var state = vault.now();
    var only = call.parameters().text("KeyId").map(id -> finder.byIdOrArn(state, id, call).id());
    var found =
        state.aliases().values().stream()
            .filter(alias -> only.isEmpty() || only.get().equals(alias.keyId()))
            .sorted(Comparator.comparing(Alias::name))
            .toList();
    var answer = AnswerParts.empty();
    PAGE.write(
        answer,
        found,
        call.parameters(),
        (entry, alias) ->
            entry
                .put("AliasName", alias.name())
                .put("AliasArn", account.aliasArn(alias.name()))
                .put("TargetKeyId", alias.keyId().toString())
                .put("CreationDate", AnswerParts.seconds(alias.created()))
                .put("LastUpdatedDate", AnswerParts.seconds(alias.updated())));
    return answer;
  }

  private StoredKey target(Call call) {
    var target = call.parameters().require("TargetKeyId");
    if (target.startsWith(PREFIX) || target.contains(":" + PREFIX)) {
      throw ServiceFault.invalid(AwsTexts.ALIAS_OF_ALIAS);
    }
    return finder.byIdOrArn(vault.now(), target, call);
  }

  private void requireChangeable(KmsState state, UUID keyId) {
    var key = finder.get(state, keyId);
    state.stateOf(key).require(LocalKeyState.KeyAttempt.CHANGE, key.arn());
  }

  private static void requireRoom(KmsState state, UUID keyId) {
    var count = state.aliases().values().stream().filter(a -> a.keyId().equals(keyId)).count();
    if (count >= LIMIT_OF_KEY) {
      throw ServiceFault.of(
          "LimitExceededException", "A KMS key has at most %d aliases.".formatted(LIMIT_OF_KEY));
    }
  }

  private Alias get(KmsState state, String name) {
    var alias = state.aliases().get(name);
    if (alias == null) {
      throw ServiceFault.of(
          "NotFoundException", "Alias %s is not found.".formatted(account.aliasArn(name)));
    }
    return alias;
  }

  private static String name(Call call) {
    var name = call.parameters().require("AliasName");
    if (!name.startsWith(PREFIX)) {
      throw ServiceFault.invalid(AwsTexts.ALIAS_PREFIX);
    }
    if (name.contains(":")) {
      throw ServiceFault.invalid(AwsTexts.ALIAS_CHARACTERS.formatted(name));
    }
    if (name.length() == PREFIX.length()) {
      throw ServiceFault.of("InvalidAliasNameException", "After alias/ there must be a name.");
    }
    if (name.startsWith(RESERVED)) {
      throw ServiceFault.of(
          "NotAuthorizedException", "Aliases that begin with alias/aws/ are kept for AWS.");
    }
    return name;
  }
}
