package org.xksworkbench.bridge.hsm.pkcs11;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKF_USER_PIN_COUNT_LOW;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKF_USER_PIN_FINAL_TRY;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKF_USER_PIN_INITIALIZED;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKF_USER_PIN_LOCKED;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKU_SO;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKU_USER;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.PKCS11Module;
import org.xipki.pkcs11.wrapper.StaticLogger;
import org.xipki.pkcs11.wrapper.TokenException;
import org.xipki.pkcs11.wrapper.TokenInfo;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.ModuleInfo;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.Token;
import org.xksworkbench.bridge.hsm.Token.PinState;

/// A PKCS#11 module in this process, through the IAIK wrapper.
///
/// ```java
/// try (var hsm = Pkcs11Hsm.open(Path.of("/usr/lib/softhsm/libsofthsm2.so"));
///     var session = hsm.login(hsm.slots().getFirst().id(), pin)) {
///   session.secretKeys().forEach(key -> …);
/// }
/// ```
public final class Pkcs11Hsm implements Hsm {

  private static final Logger LOG = LoggerFactory.getLogger(Pkcs11Hsm.class);

  private static final int TOKEN_LABEL_BYTES = 32;

  private final PKCS11Module pkcs11;
  private final ModuleInfo module;
  private final Set<Pkcs11Session> logins = ConcurrentHashMap.newKeySet();

  private Pkcs11Hsm(PKCS11Module pkcs11, ModuleInfo module) {
    this.pkcs11 = pkcs11;
    this.module = module;
  }

  /// Loads and initialises a module.
  ///
  /// @throws HsmException with [Reason#MODULE_UNUSABLE] if the file is missing, is no PKCS#11
  ///   library, does not start, or is open in this process already
  public static Pkcs11Hsm open(Path module) {
    if (!Files.isRegularFile(module)) {
      throw unusable(module, "there is no such file", null);
    }
    StaticLogger.setLogger(new QuietLogger());
    try {
      var pkcs11 = PKCS11Module.getInstance(module.toString());
      pkcs11.initialize();
      var info = pkcs11.getInfo();
      return new Pkcs11Hsm(
          pkcs11,
          new ModuleInfo(
              module,
              info.getManufacturerID().strip(),
              info.getLibraryDescription().strip(),
              info.getLibraryVersion().toString(),
              info.getCryptokiVersion().toString()));
    } catch (PKCS11Exception e) {
      throw unusable(module, "it does not start: " + e.getErrorName(), e);
    } catch (TokenException | IOException | UnsatisfiedLinkError e) {
      throw unusable(module, "it is no PKCS#11 library for this system", e);
    }
  }

  private static HsmException unusable(Path module, String why, @Nullable Throwable cause) {
    return new HsmException(
        Reason.MODULE_UNUSABLE,
        "The module " + module + " cannot be used: " + why + ".",
        "",
        cause);
  }

  @Override
  public ModuleInfo module() {
    return module;
  }

  @Override
  public List<Slot> slots() {
    try {
      var slots = new ArrayList<Slot>();
      for (var slot : pkcs11.getSlotList(false)) {
        slots.add(
            new Slot(
                slot.getSlotID(), slot.getSlotInfo().getSlotDescription().strip(), token(slot)));
      }
      return List.copyOf(slots);
    } catch (PKCS11Exception e) {
      throw ReturnCodes.toException("list its slots", e);
    }
  }

  private static Optional<Token> token(org.xipki.pkcs11.wrapper.Slot slot) throws PKCS11Exception {
    var present = slot.getNullableToken();
    return present == null ? Optional.empty() : Optional.of(toToken(present.getTokenInfo()));
  }

  private static Token toToken(TokenInfo info) {
    return new Token(
        info.getLabel().strip(),
        info.getManufacturerID().strip(),
        info.getModel().strip(),
        info.getSerialNumber().strip(),
        info.getHardwareVersion().toString(),
        info.getFirmwareVersion().toString(),
        info.isTokenInitialized(),
        info.isLoginRequired(),
        info.hasFlagBit(CKF_USER_PIN_INITIALIZED),
        pinState(info));
  }

  private static PinState pinState(TokenInfo info) {
    if (info.hasFlagBit(CKF_USER_PIN_LOCKED)) {
      return PinState.LOCKED;
    }
    if (info.hasFlagBit(CKF_USER_PIN_FINAL_TRY)) {
      return PinState.FINAL_TRY;
    }
    return info.hasFlagBit(CKF_USER_PIN_COUNT_LOW) ? PinState.COUNT_LOW : PinState.OK;
  }

  @Override
  public HsmSession login(long slotId, char[] pin) {
    var slot = slot(slotId);
    try {
      var present = slot.getNullableToken();
      if (present == null) {
        throw new HsmException(Reason.TOKEN_ABSENT, "There is no token in slot " + slotId + ".");
      }
      var token = toToken(present.getTokenInfo());
      var session = present.openSession(true);
      try {
        session.login(CKU_USER, pin);
      } catch (PKCS11Exception e) {
        session.closeSession();
        throw ReturnCodes.toException("log in to " + token.label(), e);
      }
      var login = new Pkcs11Session[1];
      login[0] =
          new Pkcs11Session(
              token, session, new SessionPool(present), () -> logins.remove(login[0]));
      logins.add(login[0]);
      return login[0];
    } catch (PKCS11Exception e) {
      throw ReturnCodes.toException("open a session", e);
    }
  }

  @Override
  public Slot initToken(long slotId, String label, char[] soPin, char[] userPin) {
    var slot = slot(slotId);
    var before =
        slots().stream()
            .flatMap(known -> known.token().stream())
            .map(Token::serial)
            .collect(Collectors.toSet());
    try {
      // The wrapper has InitToken on its low-level interface only; true asks for UTF-8.
      pkcs11.getPKCS11Module().C_InitToken(slotId, soPin, padded(label), true);
    } catch (iaik.pkcs.pkcs11.wrapper.PKCS11Exception e) {
      throw ReturnCodes.toException("initialise the token", pkcs11.convertException(e));
    }
    try {
      var session = slot.getToken().openSession(true);
      try {
        session.login(CKU_SO, soPin);
        session.initPIN(userPin);
        session.logout();
      } finally {
        session.closeSession();
      }
    } catch (PKCS11Exception e) {
      throw ReturnCodes.toException("set the user PIN", e);
    }
    return slots().stream()
        .filter(now -> now.token().map(Token::label).filter(label::equals).isPresent())
        .sorted((one, other) ->
            Boolean.compare(
                before.contains(one.token().orElseThrow().serial()),
                before.contains(other.token().orElseThrow().serial())))
        .findFirst()
        .orElseThrow(() ->
            new HsmException(
                Reason.TOKEN_ABSENT,
                "The token was initialised, but the module does not show it."));
  }

  /// `C_InitToken` takes a label of exactly 32 bytes, padded with blanks.
  private static char[] padded(String label) {
    var length = label.getBytes(StandardCharsets.UTF_8).length;
    if (length > TOKEN_LABEL_BYTES) {
      throw new HsmException(
          Reason.GENERAL, "A token label has at most 32 bytes; this one has " + length + ".");
    }
    return (label + " ".repeat(TOKEN_LABEL_BYTES - length)).toCharArray();
  }

  private org.xipki.pkcs11.wrapper.Slot slot(long slotId) {
    try {
      for (var slot : pkcs11.getSlotList(false)) {
        if (slot.getSlotID() == slotId) {
          return slot;
        }
      }
    } catch (PKCS11Exception e) {
      throw ReturnCodes.toException("list its slots", e);
    }
    throw new HsmException(Reason.TOKEN_ABSENT, "The module has no slot " + slotId + ".");
  }

  @Override
  public void close() {
    List.copyOf(logins).forEach(Pkcs11Session::close);
    try {
      pkcs11.finalize(null);
    } catch (PKCS11Exception e) {
      LOG.warn("The module {} did not end cleanly: {}", module.path(), e.getErrorName());
    }
  }
}
