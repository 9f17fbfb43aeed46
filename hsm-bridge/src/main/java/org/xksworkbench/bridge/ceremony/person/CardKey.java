package org.xksworkbench.bridge.ceremony.person;

import java.io.IOException;
import java.math.BigInteger;
import java.security.interfaces.ECPublicKey;
import java.util.Arrays;
import org.bouncycastle.crypto.signers.StandardDSAEncoding;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.format.MalformedEvidence;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmSession;

/// A person's key on a smart card or another token, on P-256: it never leaves it. The login to the
/// token is whose it is that opened it.
public final class CardKey implements LineSigner {

  private final HsmSession session;
  private final String label;
  private final VerifyingKey key;

  private CardKey(HsmSession session, String label, VerifyingKey key) {
    this.session = session;
    this.label = label;
    this.key = key;
  }

  /// @param session somebody's login to the token
  /// @param label of the key pair
  /// @throws HsmException if there is no such pair, or more than one
  /// @throws CeremonyException if the key is none that may sign
  public static CardKey on(HsmSession session, String label) {
    try {
      return new CardKey(session, label, VerifyingKey.of(session.signingKey(label)));
    } catch (MalformedEvidence e) {
      throw new CeremonyException(
          "The key " + label + " on the token cannot sign. " + e.getMessage(), e);
    }
  }

  @Override
  public VerifyingKey key() {
    return key;
  }

  /// A token gives r and s as they come. Of the two s that hold, the smaller one is taken.
  @Override
  public byte[] sign(byte[] message) {
    var order = ((ECPublicKey) key.key()).getParams().getOrder();
    try {
      var both = session.sign(label, message);
      var r = new BigInteger(1, Arrays.copyOfRange(both, 0, both.length / 2));
      var s = new BigInteger(1, Arrays.copyOfRange(both, both.length / 2, both.length));
      return StandardDSAEncoding.INSTANCE.encode(order, r, s.min(order.subtract(s)));
    } catch (HsmException | IOException | IllegalArgumentException e) {
      throw new CeremonyException(
          "The token did not sign with " + label + ": " + e.getMessage(), e);
    }
  }

  @Override
  public void close() {
    // The session outlives it.
  }

  @Override
  public String toString() {
    return "CardKey[" + key.keyid() + "]";
  }
}
