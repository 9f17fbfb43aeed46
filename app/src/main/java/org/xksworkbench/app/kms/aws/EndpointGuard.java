package org.xksworkbench.app.kms.aws;

import org.xksworkbench.app.kms.KmsEndpoint;
import org.xksworkbench.app.kms.KmsException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.SdkHttpRequest;

/// Looks at every request before it is signed: real credentials never sign one to a host on this
/// machine, whatever variable or file sent it there.
final class EndpointGuard implements ExecutionInterceptor {

  @Override
  public SdkHttpRequest modifyHttpRequest(
      Context.ModifyHttpRequest context, ExecutionAttributes attributes) {
    var request = context.httpRequest();
    var endpoint = new KmsEndpoint(request.getUri(), "");
    if (endpoint.isLoopback() || !"https".equals(request.protocol())) {
      throw new KmsException(
          KmsException.Kind.CREDENTIALS,
          "",
          "The AWS configuration sends requests to "
              + request.host()
              + ", which is not AWS. They were not signed with your credentials.",
          "",
          null);
    }
    return request;
  }
}
