package org.xksworkbench.bridge.hsm.pkcs11;

import org.slf4j.LoggerFactory;
import org.xipki.pkcs11.wrapper.Logger;

/// The wrapper prints each call with its arguments. Only its warnings are passed on, so that no
/// template or attribute value reaches a log.
final class QuietLogger implements Logger {

  private static final org.slf4j.Logger LOG = LoggerFactory.getLogger("org.xipki.pkcs11.wrapper");

  /// Of a token without a clock, each time that it is asked for anything: [Tokens] tells it.
  private static final String OF_THE_CLOCK = "invalid utcTime";

  @Override
  public void error(String format, Object... arguments) {
    LOG.error(format, arguments);
  }

  @Override
  public void warn(String format, Object... arguments) {
    if (!format.contains(OF_THE_CLOCK)) {
      LOG.warn(format, arguments);
    }
  }

  @Override
  public void info(String format, Object... arguments) {}

  @Override
  public void debug(String format, Object... arguments) {}

  @Override
  public void trace(String format, Object... arguments) {}

  @Override
  public boolean isDebugEnabled() {
    return false;
  }

  @Override
  public boolean isInfoEnabled() {
    return false;
  }

  @Override
  public boolean isWarnEnabled() {
    return LOG.isWarnEnabled();
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }
}
