package org.xksworkbench.bridge.ceremony.person;

import java.nio.file.Path;
import java.util.Optional;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;
import org.xksworkbench.bridge.ceremony.plan.CardBinding;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.SlotDetails;

/// A person's key on a smart card or another token. For each signature the library is loaded, the
/// person is asked for the PIN, and both are closed again.
public final class TokenKey implements PersonKey {

  private static final char[] NO_PIN = {};

  private final CardReader cards;
  private final CardBinding place;
  private final VerifyingKey key;
  private final String serial;
  private final boolean keypad;

  private TokenKey(
      CardReader cards, CardBinding place, VerifyingKey key, String serial, boolean keypad) {
    this.cards = cards;
    this.place = place;
    this.key = key;
    this.serial = serial;
    this.keypad = keypad;
  }

  /// An open key, and what is closed with it.
  private record OpenCard(Hsm hsm, HsmSession session, CardKey card) implements LineSigner {
    @Override
    public VerifyingKey key() {
      return card.key();
    }

    @Override
    public byte[] sign(byte[] message) {
      return card.sign(message);
    }

    @Override
    public void close() {
      session.close();
      hsm.close();
    }
  }

  /// @param file that says where it is
  static TokenKey at(Path file, CardReader cards) {
    var place = CardBinding.read(file);
    try (var hsm = cards.open(place.module())) {
      var slot = place.token().in(hsm);
      var keypad =
          hsm.details(slot.id())
              .token()
              .map(SlotDetails.TokenDetails::protectedAuthenticationPath)
              .orElse(false);
      try (var session = hsm.login(slot.id(), Role.NOBODY, NO_PIN)) {
        return new TokenKey(
            cards, place, CardKey.on(session, place.key()).key(), session.token().serial(), keypad);
      }
    } catch (HsmException e) {
      throw new CeremonyException(
          "The key " + place.key() + " on the card cannot be read: " + e.getMessage(), e);
    }
  }

  @Override
  public VerifyingKey key() {
    return key;
  }

  /// Serial number of the token.
  public String serial() {
    return serial;
  }

  boolean keypad() {
    return keypad;
  }

  @Override
  public Optional<LineSigner> open(char[] pin) {
    var hsm = cards.open(place.module());
    try {
      var session = hsm.login(place.token().in(hsm).id(), Role.USER, keypad ? NO_PIN : pin);
      var open = new OpenCard(hsm, session, CardKey.on(session, place.key()));
      if (!open.key().equals(key)) {
        throw new CeremonyException(
            "The card holds another key than before. Put in the one that it was, then sign.");
      }
      return Optional.of(open);
    } catch (HsmException e) {
      hsm.close();
      if (e.reason() == HsmException.Reason.PIN_INCORRECT) {
        return Optional.empty();
      }
      throw new CeremonyException("The card does not sign: " + e.getMessage(), e);
    } catch (CeremonyException e) {
      hsm.close();
      throw e;
    }
  }

  @Override
  public String toString() {
    return "TokenKey[" + key.keyid() + "]";
  }
}
