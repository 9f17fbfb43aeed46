package org.xksworkbench.bridge.localkms.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.regex.Pattern;
import org.xksworkbench.bridge.localkms.wire.Api;
import org.xksworkbench.bridge.localkms.wire.Call;
import org.xksworkbench.bridge.localkms.wire.Operation;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;
import org.xksworkbench.bridge.localkms.wire.Shape;

/// AWS STS: GetCallerIdentity, and AssumeRole of the roles that are there. Callers are not
/// authenticated; all that assumed no role are the same.
public final class Sts {

  private static final Pattern ROLE = Pattern.compile("arn:aws[a-z-]*:iam::(\\d{12}):role/.+");
  private static final int USUAL_SECONDS = 3600;
  private static final Shape.StructureShape ASSUME_ROLE =
      Shape.structure(
          Shape.requiredMember("RoleArn", Shape.text(20, 2048)),
          Shape.requiredMember("RoleSessionName", Shape.text(2, 64, "[\\w+=,.@-]*")),
          Shape.optionalMember("DurationSeconds", new Shape.IntegerShape(900, 43200)));

  private final String account;
  private final String home;
  private final IamPrincipals principals;
  private final RoleSessions sessions;

  private Sts(String account, String home, IamPrincipals principals, RoleSessions sessions) {
    this.account = account;
    this.home = home;
    this.principals = principals;
    this.sessions = sessions;
  }

  /// @param account of the caller
  /// @param home account of the principals, which can be assumed from everywhere
  public static Api api(
      String account, String home, IamPrincipals principals, RoleSessions sessions) {
    var sts = new Sts(account, home, principals, sessions);
    return Api.of(
        "sts.amazonaws.com",
        new Api.ApiProtocol.QueryApi("2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/"),
        List.of(
            Operation.reading("GetCallerIdentity", Shape.structure(), sts::identity),
            Operation.reading("AssumeRole", ASSUME_ROLE, sts::assumeRole)));
  }

  private ObjectNode identity(Call call) {
    var answer = JsonNodeFactory.instance.objectNode();
    return sessions
        .of(call.caller().accessKeyId())
        .map(session ->
            answer
                .put("Arn", session.arn())
                .put("UserId", session.userId())
                .put("Account", session.account()))
        .orElseGet(() ->
            answer
                .put("Arn", principals.caller().arn(account))
                .put("UserId", principals.caller().id())
                .put("Account", account));
  }

  private ObjectNode assumeRole(Call call) {
    var parameters = call.parameters();
    var arn = parameters.require("RoleArn");
    if (!ROLE.matcher(arn).matches()) {
      throw ServiceFault.of("ValidationError", arn + " is invalid");
    }
    var role =
        principals.of(Principal.PrincipalKind.ROLE).stream()
            .filter(principal -> principal.arn(home).equals(arn))
            .findFirst()
            .orElseThrow(() ->
                ServiceFault.denial(
                    "AccessDenied",
                    "User: %s is not authorized to perform: sts:AssumeRole on resource: %s"
                        .formatted(principals.caller().arn(account), arn)));
    int seconds = parameters.whole("DurationSeconds").orElse(USUAL_SECONDS);
    var begun =
        sessions.begin(
            role, home, parameters.require("RoleSessionName"), Duration.ofSeconds(seconds));
    var answer = JsonNodeFactory.instance.objectNode();
    answer
        .putObject("Credentials")
        .put("AccessKeyId", begun.accessKeyId())
        .put("SecretAccessKey", begun.secretAccessKey())
        .put("SessionToken", begun.sessionToken())
        .put("Expiration", begun.session().expires().truncatedTo(ChronoUnit.SECONDS).toString());
    answer
        .putObject("AssumedRoleUser")
        .put("AssumedRoleId", begun.session().userId())
        .put("Arn", begun.session().arn());
    return answer;
  }
}
