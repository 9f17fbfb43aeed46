package org.xksworkbench.app.kms.aws.client;

import org.xksworkbench.app.waiting.SignsOfLife;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/// Tells of every answer. Clients of the SDK that block call interceptors on the caller's thread.
final class AnswerTeller implements ExecutionInterceptor {

  @Override
  public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
    SignsOfLife.tell();
  }
}
