package org.xksworkbench.bridge.localkms.account;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import org.xksworkbench.bridge.localkms.wire.Api;
import org.xksworkbench.bridge.localkms.wire.Operation;
import org.xksworkbench.bridge.localkms.wire.Shape;

/// AWS STS: GetCallerIdentity. Callers are not authenticated, so all are the same.
public final class Sts {

  private Sts() {}

  public static Api api(String account, IamPrincipals principals) {
    var caller = principals.caller();
    return Api.of(
        "sts.amazonaws.com",
        new Api.Protocol.Query("2011-06-15", "https://sts.amazonaws.com/doc/2011-06-15/"),
        List.of(
            Operation.reading(
                "GetCallerIdentity",
                Shape.structure(),
                _ ->
                    JsonNodeFactory.instance
                        .objectNode()
                        .put("Arn", caller.arn(account))
                        .put("UserId", caller.id())
                        .put("Account", account))));
  }
}
