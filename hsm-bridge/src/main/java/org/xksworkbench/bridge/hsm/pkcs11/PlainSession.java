package org.xksworkbench.bridge.hsm.pkcs11;

import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.Token;

/// A login that is over when the token goes away.
final class PlainSession extends ForwardingSession {

  private static final Logger LOG = LoggerFactory.getLogger(PlainSession.class);

  private final Gates gates;
  private final Gate gate;
  private final Pkcs11Session session;
  private final AtomicBoolean closed = new AtomicBoolean();

  PlainSession(Gates gates, long slotId, Pkcs11Session session) {
    this.gates = gates;
    this.gate = gates.token(slotId);
    this.session = session;
  }

  @Override
  public Token token() {
    return session.token();
  }

  @Override
  <T> T call(Function<HsmSession, T> work) {
    return Gates.call(gate, () -> work.apply(session));
  }

  @Override
  List<HsmKey> search(Function<HsmSession, List<HsmKey>> work) {
    return call(work);
  }

  @Override
  public void close() {
    if (closed.getAndSet(true)) {
      return;
    }
    try {
      gates.closing(gate, session::close);
    } catch (HsmException e) {
      LOG.warn("The login to {} is not ended: {}", token().label(), e.getMessage());
    }
  }
}
