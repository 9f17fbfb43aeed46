package org.xksworkbench.bridge.localkms.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import org.xksworkbench.bridge.localkms.wire.Api;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.Operation;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;
import org.xksworkbench.bridge.localkms.wire.Shape;

/// AWS IAM: ListUsers and ListRoles.
public final class Iam {

  private static final int USUAL_PAGE = 100;
  private static final int SESSION_SECONDS = 3600;
  private static final Shape.StructureShape LIST =
      Shape.structure(
          Shape.optionalMember("PathPrefix", Shape.text(1, 512)),
          Shape.optionalMember("MaxItems", new Shape.IntegerShape(1, 1000)),
          Shape.optionalMember("Marker", Shape.text(1, 320)));

  private final String account;
  private final IamPrincipals principals;
  private final Instant created;

  private Iam(String account, IamPrincipals principals, Instant created) {
    this.account = account;
    this.principals = principals;
    this.created = created.truncatedTo(ChronoUnit.SECONDS);
  }

  /// @param created when the users and roles were created
  public static Api api(String account, IamPrincipals principals, Instant created) {
    var iam = new Iam(account, principals, created);
    return Api.of(
        "iam.amazonaws.com",
        new Api.ApiProtocol.QueryApi("2010-05-08", "https://iam.amazonaws.com/doc/2010-05-08/"),
        List.of(
            Operation.reading(
                "ListUsers", LIST, call -> iam.list(call, Principal.PrincipalKind.USER, "Users")),
            Operation.reading(
                "ListRoles", LIST, call -> iam.list(call, Principal.PrincipalKind.ROLE, "Roles"))));
  }

  private ObjectNode list(Call call, Principal.PrincipalKind kind, String field) {
    var parameters = call.parameters();
    var prefix = parameters.text("PathPrefix").orElse("/");
    var all =
        principals.of(kind).stream()
            .filter(principal -> principal.path().startsWith(prefix))
            .toList();
    int from = parameters.text("Marker").map(marker -> index(marker, all.size())).orElse(0);
    var to = Math.min(all.size(), from + parameters.whole("MaxItems").orElse(USUAL_PAGE));
    var answer = JsonNodeFactory.instance.objectNode();
    var array = answer.putArray(field);
    all.subList(from, to).forEach(principal -> write(array.addObject(), principal));
    answer.put("IsTruncated", to < all.size());
    if (to < all.size()) {
      answer.put("Marker", Integer.toString(to));
    }
    return answer;
  }

  private void write(ObjectNode entry, Principal principal) {
    entry.put("Path", principal.path());
    switch (principal.kind()) {
      case USER -> entry.put("UserName", principal.name()).put("UserId", principal.id());
      case ROLE -> entry.put("RoleName", principal.name()).put("RoleId", principal.id());
    }
    entry.put("Arn", principal.arn(account)).put("CreateDate", created.toString());
    if (principal.kind() == Principal.PrincipalKind.ROLE) {
      entry
          .put("AssumeRolePolicyDocument", URLEncoder.encode(trust(), StandardCharsets.UTF_8))
          .put("MaxSessionDuration", SESSION_SECONDS);
    }
  }

  private String trust() {
    var policy = JsonNodeFactory.instance.objectNode().put("Version", "2012-10-17");
    policy
        .putArray("Statement")
        .addObject()
        .put("Effect", "Allow")
        .put("Action", "sts:AssumeRole")
        .putObject("Principal")
        .put("AWS", "arn:aws:iam::%s:root".formatted(account));
    return policy.toString();
  }

  private static int index(String marker, int size) {
    try {
      var index = Integer.parseUnsignedInt(marker);
      if (index <= size) {
        return index;
      }
    } catch (NumberFormatException e) {
      // said below
    }
    throw ServiceFault.of("ValidationError", "The marker is not one of this list.");
  }
}
