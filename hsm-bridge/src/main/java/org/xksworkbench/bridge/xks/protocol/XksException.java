package org.xksworkbench.bridge.xks.protocol;

import org.jspecify.annotations.Nullable;

/// A request that is answered with an error. The message goes over the wire as `errorMessage`: it
/// holds nothing internal and no part of a plaintext.
public final class XksException extends RuntimeException {

  private static final long serialVersionUID = 1;

  private static final int MESSAGE_LIMIT = 511;

  private final XksError error;

  public XksException(XksError error, String message) {
    this(error, message, null);
  }

  /// @param cause for the log only
  public XksException(XksError error, String message, @Nullable Throwable cause) {
    super(printableAscii(message), cause);
    this.error = error;
  }

  public XksError error() {
    return error;
  }

  /// What goes over the wire: printable ASCII of less than 512 characters (specification, Error
  /// codes).
  public String errorMessage() {
    var message = getMessage();
    return message == null ? "" : message;
  }

  private static String printableAscii(String text) {
    var ascii = text.replaceAll("[^\\x20-\\x7e]", "?");
    return ascii.length() <= MESSAGE_LIMIT ? ascii : ascii.substring(0, MESSAGE_LIMIT);
  }
}
