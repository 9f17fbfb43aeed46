package org.xksworkbench.bridge.xks.audit;

/// Whether the use of a key leaves a trace now. Asked by every request: it must not wait.
public interface AuditTrail {

  /// No trace is asked for.
  AuditTrail NONE =
      new AuditTrail() {
        @Override
        public boolean fails() {
          return false;
        }

        @Override
        public boolean refuses() {
          return false;
        }
      };

  /// Whether lines cannot be written now.
  boolean fails();

  /// Whether no request may be served for that reason.
  boolean refuses();
}
