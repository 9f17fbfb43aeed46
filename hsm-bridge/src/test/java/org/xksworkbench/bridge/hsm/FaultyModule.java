package org.xksworkbench.bridge.hsm;

import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.xksworkbench.bridge.hsm.pkcs11.GiveUp;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Hsm;
import org.xksworkbench.bridge.hsm.pkcs11.Pkcs11Settings;

/// A PKCS#11 module that fails or hangs on command and is a real SoftHSM otherwise. Its SoftHSM is
/// a copy of the library, so that it is started and ended independently of the one of [SoftHsm];
/// both see the same tokens.
public final class FaultyModule implements AutoCloseable {

  public static final long DEVICE_REMOVED = 0x32;
  public static final long GENERAL_ERROR = 0x05;

  /// Functions of Cryptoki by their place in `CK_FUNCTION_LIST`.
  public enum Function {
    INITIALIZE(0),
    FINALIZE(1),
    GET_SLOT_LIST(4),
    GET_TOKEN_INFO(6),
    OPEN_SESSION(12),
    GET_SESSION_INFO(15),
    LOGIN(18),
    LOGOUT(19),
    GET_ATTRIBUTE_VALUE(24),
    FIND_OBJECTS_INIT(26),
    FIND_OBJECTS(27),
    ENCRYPT_INIT(29),
    ENCRYPT(30),
    DECRYPT_INIT(33),
    DECRYPT(34),
    GENERATE_KEY(58),
    GENERATE_RANDOM(64);

    private final int place;

    Function(int place) {
      this.place = place;
    }

    /// What makes calls of it hang in a process that is started with it.
    public Map<String, String> hangs() {
      return Map.of("SHIM_HANGS", Integer.toString(place));
    }
  }

  private static final class Compiled {
    static final Path LIBRARY = compile();

    private Compiled() {}
  }

  private final Map<String, Long> slots = new ConcurrentHashMap<>();
  private final Pkcs11Hsm hsm;
  private final SymbolLookup symbols;

  @SuppressWarnings("restricted") // native access is what it is for
  private FaultyModule(Pkcs11Hsm hsm) {
    this.hsm = hsm;
    this.symbols = SymbolLookup.libraryLookup(Compiled.LIBRARY, Arena.global());
    end();
    fortyBytes(false);
    be("");
    writeProtected(false);
  }

  /// Starts it. It sees the tokens that there are now.
  public static FaultyModule start(Pkcs11Settings settings) {
    return start(settings, GiveUp.never());
  }

  public static FaultyModule start(Pkcs11Settings settings, GiveUp giveUp) {
    return new FaultyModule(Pkcs11Hsm.open(path(), settings, giveUp));
  }

  /// The library, for another process or a command line.
  public static Path path() {
    return Compiled.LIBRARY;
  }

  public Pkcs11Hsm hsm() {
    return hsm;
  }

  /// The slot in which this module has a token. Asked once: whoever disturbs is no caller, so what
  /// they ask of other slots must not run beside a login.
  public long slotOf(Slot token) {
    return slots.computeIfAbsent(token.token().orElseThrow().label(), this::askForSlot);
  }

  private long askForSlot(String label) {
    return hsm.slots().stream()
        .filter(slot -> slot.token().filter(t -> t.label().equals(label)).isPresent())
        .findFirst()
        .orElseThrow()
        .id();
  }

  public HsmSession lastingLogin(Slot token) {
    return hsm.lastingLogin(slotOf(token), SoftHsm.userPin());
  }

  /// From now on the function gives this return code, until [#end].
  public void fail(Function function, long returnCode) {
    call("shim_fail", function.place, returnCode, -1);
  }

  /// The function gives this return code so many times.
  public void fail(Function function, long returnCode, int times) {
    call("shim_fail", function.place, returnCode, times);
  }

  /// As a token that is gone: whatever is asked of it gives this return code, until [#end].
  public void failAll(long returnCode) {
    EnumSet.complementOf(EnumSet.of(Function.INITIALIZE, Function.FINALIZE, Function.GET_SLOT_LIST))
        .forEach(function -> fail(function, returnCode));
  }

  /// Calls of the function do not return, until [#end].
  public void hang(Function function) {
    call("shim_hang", function.place);
  }

  /// Ends all faults.
  public void end() {
    call("shim_behave");
  }

  public long calls(Function function) {
    return call("shim_calls", function.place);
  }

  /// Whether it reads `CK_GCM_PARAMS` without `ulIvBits`.
  public void fortyBytes(boolean on) {
    call("shim_forty_bytes", on ? 1 : 0);
  }

  /// From now on a token of that vendor.
  ///
  /// @param modes names of `shim_vendors.h`, joined by commas; none for SoftHSM as it is
  @SuppressWarnings("restricted") // native access is what it is for
  public void be(String modes) {
    try (var arena = Arena.ofConfined()) {
      call("shim_be", arena.allocateFrom(modes).address());
    }
  }

  /// Whether nothing can be written to its tokens.
  public void writeProtected(boolean on) {
    call("shim_write_protected", on ? 1 : 0);
  }

  /// Does something to the token while no call is in the module; new ones wait.
  public void whileNothingRuns(Runnable disturbance) {
    if (call("shim_hold") == 0) {
      throw new AssertionError("A call does not come out of the module.");
    }
    try {
      disturbance.run();
    } finally {
      call("shim_release");
    }
  }

  /// `C_Logout` by somebody else in this process.
  public void logOutBehindOurBack(Slot token) {
    var slot = slotOf(token);
    whileNothingRuns(() -> call("shim_logout", slot));
  }

  /// `C_CloseAllSessions` by somebody else in this process.
  public void closeAllSessionsBehindOurBack(Slot token) {
    var slot = slotOf(token);
    whileNothingRuns(() -> call("shim_close_all_sessions", slot));
  }

  /// `C_Finalize` and `C_Initialize` by somebody else in this process.
  public void restartBehindOurBack() {
    whileNothingRuns(() -> call("shim_restart"));
  }

  /// How often a login was made or ended, or the module started or ended, beside a running call;
  /// since the process began.
  public long intrusions() {
    return call("shim_intrusions");
  }

  @Override
  public void close() {
    end();
    hsm.close();
  }

  @SuppressWarnings("restricted") // native access is what it is for
  private long call(String function, long... arguments) {
    var handle =
        Linker.nativeLinker()
            .downcallHandle(
                symbols.find(function).orElseThrow(),
                FunctionDescriptor.of(
                    JAVA_LONG,
                    Arrays.stream(arguments)
                        .mapToObj(_ -> JAVA_LONG)
                        .toArray(MemoryLayout[]::new)));
    try {
      return (long)
          handle.invokeWithArguments(
              Arrays.stream(arguments).boxed().map(Object.class::cast).toList());
    } catch (Throwable e) {
      throw new AssertionError(e);
    }
  }

  private static Path compile() {
    try {
      var folder = Files.createTempDirectory(SoftHsm.folder(), "faulty");
      var copy = folder.resolve("libsofthsm2-copy.so");
      Files.copy(SoftHsm.modulePath(), copy);
      var library = folder.resolve("libfaulty.so");
      Shim.compile(library, "-DREAL=\"" + copy + "\"");
      return library;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
