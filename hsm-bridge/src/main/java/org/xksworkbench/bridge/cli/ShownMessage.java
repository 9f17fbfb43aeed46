package org.xksworkbench.bridge.cli;

import ch.qos.logback.classic.pattern.ClassicConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import org.xksworkbench.bridge.hsm.ForeignText;

/// The message of a line of the log, for people at a terminal. logback.xml names it.
public final class ShownMessage extends ClassicConverter {

  @Override
  public String convert(ILoggingEvent event) {
    return ForeignText.printable(event.getFormattedMessage());
  }
}
