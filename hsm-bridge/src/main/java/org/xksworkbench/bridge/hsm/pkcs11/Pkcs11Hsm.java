package org.xksworkbench.bridge.hsm.pkcs11;

import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKF_PROTECTED_AUTHENTICATION_PATH;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKF_USER_PIN_COUNT_LOW;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKF_USER_PIN_FINAL_TRY;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKF_USER_PIN_INITIALIZED;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKF_USER_PIN_LOCKED;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKF_USER_PIN_TO_BE_CHANGED;
import static org.xipki.pkcs11.wrapper.PKCS11Constants.CKF_WRITE_PROTECTED;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xipki.pkcs11.wrapper.PKCS11Exception;
import org.xipki.pkcs11.wrapper.PKCS11Module;
import org.xipki.pkcs11.wrapper.Session;
import org.xipki.pkcs11.wrapper.StaticLogger;
import org.xipki.pkcs11.wrapper.TokenInfo;
import org.xksworkbench.bridge.RunRecord;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.MechanismDetails;
import org.xksworkbench.bridge.hsm.ModuleInfo;
import org.xksworkbench.bridge.hsm.Role;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.SlotDetails;
import org.xksworkbench.bridge.hsm.Token;
import org.xksworkbench.bridge.hsm.Token.PinState;
import org.xksworkbench.bridge.hsm.TokenCapabilities;
import org.xksworkbench.bridge.hsm.pkcs11.Gates.GatePatience;

/// A PKCS#11 module in this process, through the IAIK wrapper and, for AES-GCM, java.lang.foreign.
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
  private static final Duration END_WAIT = Duration.ofSeconds(5);

  private final LoadedModule loaded;
  private final PKCS11Module pkcs11;
  private final Gates gates;
  private final ModuleInfo module;
  private final Pkcs11Settings settings;

  /// Null if AES-GCM goes through the wrapper.
  private final @Nullable ForeignCryptoki foreign;

  private final AttributeReader attributes;

  /// What was in each slot when it was asked last.
  private final Map<Long, Slot> seen = new ConcurrentHashMap<>();

  /// What was found of tokens, by their serial numbers.
  private final Map<String, TokenCapabilities> found = new ConcurrentHashMap<>();

  private Pkcs11Hsm(
      LoadedModule loaded,
      ModuleInfo module,
      Pkcs11Settings settings,
      @Nullable ForeignCryptoki foreign,
      AttributeReader attributes) {
    this.loaded = loaded;
    this.pkcs11 = loaded.pkcs11();
    this.gates = loaded.gates();
    this.module = module;
    this.settings = settings;
    this.foreign = foreign;
    this.attributes = attributes;
  }

  /// Loads and initialises a module.
  ///
  /// @throws HsmException with [Reason#MODULE_UNUSABLE] if the file is missing, is no PKCS#11
  ///   library, does not start, or is open in this process already
  public static Pkcs11Hsm open(Path module) {
    return open(module, Pkcs11Settings.defaults());
  }

  /// As [#open(Path)], with what is special to the module.
  public static Pkcs11Hsm open(Path module, Pkcs11Settings settings) {
    return open(module, settings, GiveUp.never());
  }

  /// As [#open(Path, Pkcs11Settings)], in a process that can be replaced.
  ///
  /// @param giveUp told when a call hangs in the module and a login can be neither made nor ended
  public static Pkcs11Hsm open(Path module, Pkcs11Settings settings, GiveUp giveUp) {
    require(module, LoadFailure.ofFile(module));
    if (!settings.initialization().isEmpty() && !ForeignCryptoki.supportsThisPlatform()) {
      throw unusable(module, "this system has no way to pass its initialization string", null);
    }
    StaticLogger.setLogger(new QuietLogger());
    ForeignProcess.prepare(ForeignCryptoki.supportsThisPlatform());
    RunRecord.loading(module);
    if (ForeignCryptoki.supportsThisPlatform()) {
      require(module, LoadFailure.whenLoaded(module));
    }
    try {
      var loaded = load(module, settings, giveUp);
      var pkcs11 = loaded.pkcs11();
      // Not the wrapper's own: it knows nothing of a module that it found started.
      var info = new org.xipki.pkcs11.wrapper.ModuleInfo(pkcs11.getPKCS11Module().C_GetInfo());
      return new Pkcs11Hsm(
          loaded,
          new ModuleInfo(
              module,
              info.getManufacturerID().strip(),
              info.getLibraryDescription().strip(),
              info.getLibraryVersion().toString(),
              info.getCryptokiVersion().toString()),
          settings,
          foreign(loaded, settings),
          attributes(loaded, settings));
    } catch (PKCS11Exception e) {
      throw unusable(module, "it does not start: " + why(e, settings), e);
    } catch (iaik.pkcs.pkcs11.wrapper.PKCS11Exception e) {
      throw unusable(module, "it does not tell what it is", e);
    } catch (IOException e) {
      throw unusable(module, LoadFailure.inWords(module, String.valueOf(e.getMessage())), e);
    } catch (UnsatisfiedLinkError e) {
      throw unusable(module, String.valueOf(e.getMessage()), e);
    }
  }

  private static LoadedModule load(Path module, Pkcs11Settings settings, GiveUp giveUp)
      throws IOException, PKCS11Exception {
    var told = settings.initialization();
    if (!ForeignCryptoki.supportsThisPlatform()) {
      return LoadedModule.start(WrapperLibrary.open(module), module, null, told, giveUp);
    }
    if (!LoadFailure.hasInterfacesAlone(module)) {
      // The wrapper first: it asks for the functions, once.
      var pkcs11 = WrapperLibrary.open(module);
      return LoadedModule.start(pkcs11, module, FunctionList.of(module), told, giveUp);
    }
    if (settings.lane() == Pkcs11Settings.GcmRoute.WRAPPER) {
      throw unusable(
          module,
          "it has C_GetInterface alone (PKCS#11 3.0), which the wrapper does not call; leave out"
              + " aes-gcm = \"wrapper\"",
          null);
    }
    var functions =
        FunctionList.ofInterface(module)
            .orElseThrow(() ->
                unusable(module, "its C_GetInterface has no interface named \"PKCS 11\"", null));
    return LoadedModule.start(
        ForeignImplementation.module(module, functions), module, functions, told, giveUp);
  }

  /// How NSS asks for its initialization string.
  private static String why(PKCS11Exception e, Pkcs11Settings settings) {
    return e.getErrorCode() == ReturnCodes.ARGUMENTS_BAD && settings.initialization().isEmpty()
        ? e.getErrorName()
            + ". A module says so that must be told something when it starts, as NSS its configdir."
            + " Give it its initialization string: in the window by Open module, With settings;"
            + " by --initialization; or under [hsm] of a proxy"
        : ReturnCodes.nameOf(e);
  }

  private static void require(Path module, Optional<String> trouble) {
    trouble.ifPresent(why -> {
      throw unusable(module, why, null);
    });
  }

  private static boolean usesForeign(Pkcs11Settings settings) {
    return switch (settings.lane()) {
      case WRAPPER -> false;
      case FOREIGN -> true;
      case AUTO -> ForeignCryptoki.supportsThisPlatform();
    };
  }

  private static @Nullable ForeignCryptoki foreign(LoadedModule loaded, Pkcs11Settings settings) {
    return usesForeign(settings) ? new ForeignCryptoki(loaded.functions()) : null;
  }

  private static AttributeReader attributes(LoadedModule loaded, Pkcs11Settings settings) {
    return usesForeign(settings)
        ? new ForeignAttributes(loaded.functions())
        : new WrapperAttributes(loaded.pkcs11());
  }

  private int cryptokiMajor() {
    return module.cryptokiVersion().startsWith("3") ? 3 : 2;
  }

  /// The same module with other settings, as for a comparison of the lanes. Closing either ends
  /// both.
  public Pkcs11Hsm with(Pkcs11Settings other) {
    return new Pkcs11Hsm(loaded, module, other, foreign(loaded, other), attributes(loaded, other));
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
    return gates.call(() -> {
      try {
        var slots = new ArrayList<Slot>();
        for (var slot : slotList()) {
          slots.add(toSlot(slot));
        }
        return List.copyOf(slots);
      } catch (PKCS11Exception e) {
        throw ReturnCodes.toException("list its slots", e);
      }
    });
  }

  private org.xipki.pkcs11.wrapper.Slot[] slotList() throws PKCS11Exception {
    return GrowingList.of(() -> pkcs11.getSlotList(false));
  }

  /// One slot as it is now.
  Slot slot(long slotId) {
    return gates.call(
        slotId,
        () -> {
          try {
            return ask(find(slotId));
          } catch (PKCS11Exception e) {
            throw ReturnCodes.toException("tell of slot " + Slot.number(slotId), e);
          }
        });
  }

  /// As it was when it was asked last, if somebody is just logging in: that may take a person's
  /// time. One that was not asked yet hides no other.
  private Slot toSlot(org.xipki.pkcs11.wrapper.Slot slot) throws PKCS11Exception {
    var gate = gates.token(slot.getSlotID());
    var known = seen.get(slot.getSlotID());
    if (!gate.enter(Gates.CALL_WAITS)) {
      return known == null
          ? new Slot(slot.getSlotID(), "", Optional.empty(), "a login to it is not done yet")
          : known;
    }
    try {
      var now = askOrMark(slot);
      seen.put(now.id(), now);
      return now;
    } finally {
      gate.leave();
    }
  }

  /// A slot that cannot be asked hides no other.
  private static Slot askOrMark(org.xipki.pkcs11.wrapper.Slot slot) throws PKCS11Exception {
    try {
      return ask(slot);
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() == ReturnCodes.CRYPTOKI_NOT_INITIALIZED) {
        throw e;
      }
      var why = ReturnCodes.nameOf(e);
      LOG.warn("Slot {} cannot be asked: {}", Slot.number(slot.getSlotID()), why);
      return new Slot(slot.getSlotID(), "", Optional.empty(), why);
    }
  }

  /// Of a token that cannot be asked it is not known whether it is there.
  private static Slot ask(org.xipki.pkcs11.wrapper.Slot slot) throws PKCS11Exception {
    var id = slot.getSlotID();
    var description = slot.getSlotInfo().getSlotDescription().strip();
    try {
      var present = slot.getNullableToken();
      return new Slot(
          id,
          description,
          present == null ? Optional.empty() : Optional.of(toToken(present.getTokenInfo())),
          "");
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() == ReturnCodes.TOKEN_NOT_PRESENT) {
        return new Slot(id, description, Optional.empty(), "");
      }
      var why = ReturnCodes.nameOf(e);
      LOG.warn("The token in slot {} cannot be asked: {}", Slot.number(id), why);
      return new Slot(id, description, Optional.empty(), why);
    }
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
    if (info.hasFlagBit(CKF_USER_PIN_TO_BE_CHANGED)) {
      return PinState.TO_BE_CHANGED;
    }
    return info.hasFlagBit(CKF_USER_PIN_COUNT_LOW) ? PinState.COUNT_LOW : PinState.OK;
  }

  @Override
  public HsmSession login(long slotId, char[] pin) {
    return login(slotId, Role.USER, pin);
  }

  @Override
  public HsmSession login(long slotId, Role role, char[] pin) {
    return new PlainSession(
        gates,
        slotId,
        gates.alone(GatePatience.OF_A_PERSON, slotId, () -> login(slotId, role, pin, false)));
  }

  @Override
  public SlotDetails details(long slotId) {
    return gates.call(
        slotId,
        () -> {
          try {
            return Tokens.details(find(slotId));
          } catch (PKCS11Exception e) {
            throw ReturnCodes.toException("tell of slot " + Slot.number(slotId), e);
          }
        });
  }

  @Override
  public List<MechanismDetails> mechanisms(long slotId) {
    return gates.call(
        slotId,
        () -> {
          try {
            return Mechanisms.of(pkcs11, foreign, slotId);
          } catch (PKCS11Exception e) {
            throw ReturnCodes.toException("list its mechanisms", e);
          }
        });
  }

  @Override
  public void changePin(long slotId, Role role, char[] oldPin, char[] newPin) {
    alone(
        slotId,
        "change the PIN",
        slot -> Tokens.changePin(slot.getToken(), role, oldPin, newPin, settings.userType()));
  }

  @Override
  public void resetUserPin(long slotId, char[] soPin, char[] userPin) {
    alone(slotId, "set the user PIN", slot -> Tokens.resetUserPin(slot.getToken(), soPin, userPin));
  }

  @FunctionalInterface
  private interface SlotWork {
    void on(org.xipki.pkcs11.wrapper.Slot slot) throws PKCS11Exception;
  }

  private void alone(long slotId, String doing, SlotWork work) {
    var _ =
        gates.alone(
            GatePatience.OF_A_PERSON,
            slotId,
            () -> {
              try {
                work.on(find(slotId));
                return true;
              } catch (PKCS11Exception e) {
                throw ReturnCodes.toException(doing, e);
              }
            });
  }

  @Override
  public void reload() {
    loaded.restart();
  }

  /// Logs in for as long as the token is there: when it was away (removed, restarted, logged out)
  /// and is back, the login is made again by itself.
  ///
  /// @param pin wiped by the caller after the call; a copy is kept until the session is closed
  public HsmSession lastingLogin(long slotId, char[] pin) {
    return lastingLogin(slotId, Role.USER, pin);
  }

  /// As [#lastingLogin(long, char[])], or not at all. A login whose PIN is typed at the token is
  /// not made again by itself.
  public HsmSession lastingLogin(long slotId, Role role, char[] pin) {
    var first =
        gates.alone(GatePatience.OF_A_PERSON, slotId, () -> login(slotId, role, pin, false));
    return new LastingSession(this, slotId, role, first, pin);
  }

  Gates gates() {
    return gates;
  }

  /// Logs in again. The caller is alone in the token.
  Pkcs11Session loginAgain(long slotId, Role role, char[] pin) {
    return login(slotId, role, pin, true);
  }

  /// @param again whether a login of this process that is still there will do
  private Pkcs11Session login(long slotId, Role role, char[] pin, boolean again) {
    var slot = find(slotId);
    try {
      var present = slot.getNullableToken();
      if (present == null) {
        throw new HsmException(
            Reason.TOKEN_ABSENT, "There is no token in slot " + Slot.number(slotId) + ".");
      }
      var info = present.getTokenInfo();
      var token = toToken(info);
      var writable = !info.hasFlagBit(CKF_WRITE_PROTECTED);
      var session = present.openSession(writable);
      boolean ours;
      try {
        ours = logIn(session, slotId, role, pin, again);
      } catch (PKCS11Exception e) {
        session.closeSession();
        throw ReturnCodes.toException("log in to " + token.label(), e);
      }
      var limit = new SessionLimit();
      var sessions = new SessionPool(present, writable, limit);
      var login = new Pkcs11Session[1];
      login[0] =
          new Pkcs11Session(
              token,
              session,
              role,
              ours,
              sessions,
              lane(slotId, writable, sessions, limit, () -> settings(token)),
              attributes,
              cryptokiMajor(),
              () -> doesAesGcm(token, slotId),
              new CapabilityProbe(
                  new CapabilityProbe.Means(
                      session,
                      present::openSession,
                      limit,
                      these -> lane(slotId, writable, sessions, limit, () -> these),
                      foreign != null,
                      writable,
                      role != Role.NOBODY,
                      info.hasFlagBit(CKF_PROTECTED_AUTHENTICATION_PATH),
                      settings,
                      () -> Mechanisms.of(pkcs11, foreign, slotId),
                      capabilities -> learn(token, capabilities))),
              () -> loaded.remove(login[0]));
      loaded.add(login[0], slotId);
      return login[0];
    } catch (PKCS11Exception e) {
      throw ReturnCodes.toException("open a session", e);
    }
  }

  private GcmLane lane(
      long slotId,
      boolean writable,
      SessionPool sessions,
      SessionLimit limit,
      Supplier<Pkcs11Settings> followed) {
    return foreign == null
        ? new WrapperGcmLane(sessions, followed)
        : new ForeignGcmLane(foreign, slotId, writable, followed, limit);
  }

  /// From now on the token is used as it was found to work. What the settings of the module name
  /// goes before.
  public void learn(Token token, TokenCapabilities capabilities) {
    found.put(token.serial(), capabilities);
  }

  private Pkcs11Settings settings(Token token) {
    var capabilities = found.get(token.serial());
    return capabilities == null ? settings : settings.withLearned(capabilities);
  }

  /// What was seen goes before what the token says of itself.
  private Optional<Boolean> doesAesGcm(Token token, long slotId) {
    var capabilities = found.get(token.serial());
    return capabilities == null || !(capabilities.proven() || capabilities.refuted())
        ? Mechanisms.doAesGcm(pkcs11, foreign, slotId, GcmLane.mechanism(settings))
        : Optional.of(capabilities.proven());
  }

  /// A login of somebody else will do: of the library itself, or of another part of this process.
  /// One of our own will not, because then nobody would have looked at the PIN.
  ///
  /// @return whether the login is ours to end
  private boolean logIn(Session session, long slotId, Role role, char[] pin, boolean again)
      throws PKCS11Exception {
    try {
      Tokens.logIn(session, role, pin, settings.userType());
      return role != Role.NOBODY;
    } catch (PKCS11Exception e) {
      if (e.getErrorCode() != ReturnCodes.USER_ALREADY_LOGGED_IN) {
        throw e;
      }
      if (again) {
        return true;
      }
      if (loaded.isLoggedInTo(slotId)
          || !Pkcs11Session.isOf(role, session.getSessionInfo().getState())) {
        throw e;
      }
      LOG.warn(
          "Slot {} has a login already, which is used and not ended; the PIN was not looked at",
          Slot.number(slotId));
      return false;
    }
  }

  void restart() {
    loaded.restart();
  }

  @Override
  public Slot initToken(long slotId, String label, char[] soPin, char[] userPin) {
    // The list of slots may grow by it.
    return gates.alone(GatePatience.OF_A_PERSON, () -> initialise(slotId, label, soPin, userPin));
  }

  private Slot initialise(long slotId, String label, char[] soPin, char[] userPin) {
    var slot = find(slotId);
    var before =
        slots().stream()
            .flatMap(known -> known.token().stream())
            .map(Token::serial)
            .collect(Collectors.toSet());
    try {
      Tokens.initialize(pkcs11, slotId, soPin, pad(label));
    } catch (PKCS11Exception e) {
      throw ReturnCodes.toException("initialise the token", e);
    }
    try {
      Tokens.resetUserPin(slot.getToken(), soPin, userPin);
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
  private static char[] pad(String label) {
    var length = label.getBytes(StandardCharsets.UTF_8).length;
    if (length > TOKEN_LABEL_BYTES) {
      throw new HsmException(
          Reason.GENERAL, "A token label has at most 32 bytes; this one has " + length + ".");
    }
    return (label + " ".repeat(TOKEN_LABEL_BYTES - length)).toCharArray();
  }

  private org.xipki.pkcs11.wrapper.Slot find(long slotId) {
    try {
      for (var slot : slotList()) {
        if (slot.getSlotID() == slotId) {
          return slot;
        }
      }
    } catch (PKCS11Exception e) {
      throw ReturnCodes.toException("list its slots", e);
    }
    throw new HsmException(
        Reason.TOKEN_ABSENT, "The module has no slot " + Slot.number(slotId) + ".");
  }

  /// Logs out and ends the module, unless it does not come back from that within some seconds.
  @Override
  public void close() {
    var end = Thread.ofPlatform().name("module-end").daemon().start(this::end);
    try {
      if (!end.join(END_WAIT)) {
        LOG.warn("The module {} does not come back from its end", module.path());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void end() {
    try {
      loaded.end();
    } catch (HsmException e) {
      LOG.warn("The module {} is not ended: {}", module.path(), e.getMessage());
    }
  }
}
