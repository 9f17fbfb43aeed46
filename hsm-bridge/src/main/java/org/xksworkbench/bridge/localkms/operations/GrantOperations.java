package org.xksworkbench.bridge.localkms.operations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.xksworkbench.bridge.localkms.account.Account;
import org.xksworkbench.bridge.localkms.account.IamPrincipals;
import org.xksworkbench.bridge.localkms.state.AwsTexts;
import org.xksworkbench.bridge.localkms.state.Grant;
import org.xksworkbench.bridge.localkms.state.KmsState;
import org.xksworkbench.bridge.localkms.state.LocalKeyState;
import org.xksworkbench.bridge.localkms.state.StoredKey;
import org.xksworkbench.bridge.localkms.state.Vault;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.Parameters;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;

/// Grants. They are kept and told; callers are not authenticated, so they permit nothing.
final class GrantOperations {

  private static final ListPage PAGE = new ListPage("Grants", 50, 100);
  private static final int LIMIT_OF_KEY = 50_000;
  private static final int ID_BYTES = 32;
  private static final int TOKEN_BYTES = 96;

  /// Of a symmetric encryption key (AWS KMS Developer Guide, "Grants in AWS KMS").
  private static final Set<String> OPERATIONS =
      Set.of(
          "Encrypt",
          "Decrypt",
          "GenerateDataKey",
          "GenerateDataKeyWithoutPlaintext",
          "GenerateDataKeyPair",
          "GenerateDataKeyPairWithoutPlaintext",
          "ReEncryptFrom",
          "ReEncryptTo",
          "DescribeKey",
          "CreateGrant",
          "RetireGrant");

  private static final List<String> TOLD =
      List.of(
          "Name",
          "GranteePrincipal",
          "GranteeServicePrincipal",
          "RetiringPrincipal",
          "RetiringServicePrincipal",
          "Constraints");

  private final Vault vault;
  private final KeyFinder finder;
  private final Account account;
  private final IamPrincipals principals;
  private final SecureRandom random = new SecureRandom();

  GrantOperations(Vault vault, KeyFinder finder, Account account, IamPrincipals principals) {
    this.principals = principals;
    this.vault = vault;
    this.finder = finder;
    this.account = account;
  }

  /// A second grant of the same name and with the same parameters is the first one, with one more
  /// token.
  ObjectNode create(Call call) {
    var parameters = call.parameters();
    requireSensible(parameters);
    requirePrincipal(parameters, "GranteePrincipal");
    requirePrincipal(parameters, "RetiringPrincipal");
    var key = finder.byIdOrArn(vault.now(), parameters.require("KeyId"), call);
    requireTokens(parameters);
    vault.now().stateOf(key).require(LocalKeyState.KeyAttempt.CREATE_GRANT, key.arn());
    refuseDryRun(parameters);
    var token = Base64.getEncoder().encodeToString(bytes(TOKEN_BYTES));
    var wanted = newGrant(key, parameters);
    var id = new AtomicReference<>(wanted.id());
    vault.change(state -> {
      var current = finder.get(state, key.id());
      state.stateOf(current).require(LocalKeyState.KeyAttempt.CREATE_GRANT, current.arn());
      var before = same(state, wanted);
      before.ifPresent(grant -> id.set(grant.id()));
      if (before.isEmpty() && of(state, key).size() >= LIMIT_OF_KEY) {
        throw ServiceFault.of(
            "LimitExceededException", "A KMS key has at most %d grants.".formatted(LIMIT_OF_KEY));
      }
      return state.with(before.orElse(wanted).withToken(token));
    });
    return AnswerParts.empty().put("GrantToken", token).put("GrantId", id.get());
  }

  ObjectNode list(Call call) {
    var parameters = call.parameters();
    var state = vault.now();
    var key = finder.byIdOrArn(state, parameters.require("KeyId"), call);
    var id = parameters.text("GrantId");
    id.ifPresent(wanted -> {
      if (of(state, key).stream().noneMatch(grant -> grant.id().equals(wanted))) {
        throw invalidId(wanted);
      }
    });
    return page(
        parameters,
        of(state, key).stream()
            .filter(grant -> id.isEmpty() || id.get().equals(grant.id()))
            .filter(has(parameters, "GranteePrincipal"))
            .filter(has(parameters, "GranteeServicePrincipal"))
            .toList());
  }

  ObjectNode listRetirable(Call call) {
    var parameters = call.parameters();
    if (parameters.has("RetiringPrincipal") == parameters.has("RetiringServicePrincipal")) {
      throw ServiceFault.invalid(
          "Give RetiringPrincipal or RetiringServicePrincipal, and not both.");
    }
    return page(
        parameters,
        vault.now().grants().values().stream()
            .filter(has(parameters, "RetiringPrincipal"))
            .filter(has(parameters, "RetiringServicePrincipal"))
            .toList());
  }

  ObjectNode revoke(Call call) {
    var parameters = call.parameters();
    var key = finder.byIdOrArn(vault.now(), parameters.require("KeyId"), call);
    remove(key, parameters.require("GrantId"), parameters);
    return AnswerParts.empty();
  }

  ObjectNode retire(Call call) {
    var parameters = call.parameters();
    var token = parameters.text("GrantToken");
    var keyId = parameters.text("KeyId");
    var grantId = parameters.text("GrantId");
    if (token.isPresent() == (keyId.isPresent() || grantId.isPresent())
        || keyId.isPresent() != grantId.isPresent()) {
      throw ServiceFault.invalid("Give GrantToken, or KeyId and GrantId together.");
    }
    if (token.isPresent()) {
      var grant = byToken(token.get());
      var key = KeyFinder.note(finder.get(vault.now(), grant.keyId()), call);
      remove(key, grant.id(), parameters);
    } else {
      var key = finder.byIdOrArn(vault.now(), keyId.orElseThrow(), call);
      remove(key, grantId.orElseThrow(), parameters);
    }
    return AnswerParts.empty();
  }

  /// @throws ServiceFault InvalidGrantTokenException
  void requireTokens(Parameters parameters) {
    parameters.texts("GrantTokens").forEach(this::byToken);
  }

  /// @throws ServiceFault DryRunOperationException if all was well and nothing shall be done
  static void refuseDryRun(Parameters parameters) {
    if (parameters.flag("DryRun")) {
      throw ServiceFault.of("DryRunOperationException", AwsTexts.DRY_RUN);
    }
  }

  private void remove(StoredKey key, String grantId, Parameters parameters) {
    requireThere(vault.now(), key, grantId);
    refuseDryRun(parameters);
    vault.change(state -> {
      requireThere(state, key, grantId);
      return state.withoutGrant(grantId);
    });
  }

  private static void requireThere(KmsState state, StoredKey key, String grantId) {
    if (of(state, key).stream().noneMatch(grant -> grant.id().equals(grantId))) {
      throw invalidId(grantId);
    }
  }

  private Grant byToken(String token) {
    return vault.now().grants().values().stream()
        .filter(grant -> grant.tokens().contains(token))
        .findFirst()
        .orElseThrow(() ->
            ServiceFault.of(
                "InvalidGrantTokenException", "The grant token is not one of this KMS."));
  }

  private Grant newGrant(StoredKey key, Parameters parameters) {
    var id = HexFormat.of().formatHex(bytes(ID_BYTES));
    var entry =
        AnswerParts.empty()
            .put("KeyId", key.arn())
            .put("GrantId", id)
            .put("CreationDate", AnswerParts.seconds(vault.instant()))
            .put("IssuingAccount", account.root());
    for (var name : TOLD) {
      if (parameters.has(name)) {
        entry.set(name, parameters.body().get(name).deepCopy());
      }
    }
    var operations = entry.putArray("Operations");
    parameters.texts("Operations").forEach(operations::add);
    return new Grant(id, List.of(), key.id(), entry);
  }

  private static Optional<Grant> same(KmsState state, Grant wanted) {
    if (wanted.entry().path("Name").asText().isEmpty()) {
      return Optional.empty();
    }
    return state.grants().values().stream()
        .filter(grant -> essence(grant).equals(essence(wanted)))
        .findFirst();
  }

  private static ObjectNode essence(Grant grant) {
    var essence = grant.entry().deepCopy();
    essence.remove(List.of("GrantId", "CreationDate"));
    return essence;
  }

  private void requirePrincipal(Parameters parameters, String name) {
    parameters
        .text(name)
        .filter(arn -> !principals.isValid(account, arn))
        .ifPresent(arn -> {
          throw ServiceFault.of(
              "InvalidArnException",
              "%s is not the ARN of a principal that is there.".formatted(arn));
        });
  }

  private static void requireSensible(Parameters parameters) {
    var grantee = parameters.has("GranteePrincipal");
    var service = parameters.has("GranteeServicePrincipal");
    if (grantee == service) {
      throw ServiceFault.invalid("Give GranteePrincipal or GranteeServicePrincipal, and not both.");
    }
    var constraints = parameters.structure("Constraints");
    if (service
        && (constraints.filter(c -> c.has("SourceArn")).isEmpty()
            || !(parameters.has("RetiringPrincipal")
                || parameters.has("RetiringServicePrincipal")))) {
      throw ServiceFault.invalid(
          "GranteeServicePrincipal needs Constraints.SourceArn and a retiring principal.");
    }
    var operations = parameters.texts("Operations");
    if (operations.isEmpty()) {
      throw ServiceFault.invalid("Operations must name one operation or more.");
    }
    for (var operation : operations) {
      if (!OPERATIONS.contains(operation)) {
        throw ServiceFault.invalid(
            "A symmetric encryption key cannot be granted for " + operation + ".");
      }
    }
  }

  private static List<Grant> of(KmsState state, StoredKey key) {
    return state.grants().values().stream().filter(g -> g.keyId().equals(key.id())).toList();
  }

  private static Predicate<Grant> has(Parameters parameters, String name) {
    var wanted = parameters.text(name);
    return grant -> wanted.isEmpty() || wanted.get().equals(grant.entry().path(name).asText());
  }

  private static ObjectNode page(Parameters parameters, List<Grant> grants) {
    var answer = AnswerParts.empty();
    PAGE.write(answer, grants, parameters, (entry, grant) -> entry.setAll(grant.entry()));
    return answer;
  }

  private byte[] bytes(int count) {
    var bytes = new byte[count];
    random.nextBytes(bytes);
    return bytes;
  }

  private static ServiceFault invalidId(String grantId) {
    return ServiceFault.of("InvalidGrantIdException", "The KMS key has no grant " + grantId + ".");
  }
}
