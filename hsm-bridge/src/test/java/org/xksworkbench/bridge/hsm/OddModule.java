package org.xksworkbench.bridge.hsm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// A PKCS#11 library, compiled here, that is a real SoftHSM and crashes, hangs or shows flags where
/// it is told to. For helper processes: a crash takes the process with it.
public final class OddModule {

  /// Functions of Cryptoki by their place in `CK_FUNCTION_LIST`.
  public static final int INITIALIZE = 0;

  public static final int FINALIZE = 1;
  public static final int GET_SLOT_LIST = 4;
  public static final int GET_MECHANISM_LIST = 7;
  public static final int GET_SESSION_INFO = 15;
  public static final int LOGIN = 18;
  public static final int LOGOUT = 19;
  public static final int GET_ATTRIBUTE_VALUE = 24;
  public static final int SET_ATTRIBUTE_VALUE = 25;
  public static final int FIND_OBJECTS_INIT = 26;
  public static final int ENCRYPT_INIT = 29;
  public static final int ENCRYPT = 30;
  public static final int DECRYPT_INIT = 33;
  public static final int GENERATE_KEY = 58;

  /// `CKF_PROTECTED_AUTHENTICATION_PATH`
  public static final long KEYPAD = 0x100;

  /// `CKF_USER_PIN_FINAL_TRY`
  public static final long FINAL_TRY = 0x2_0000;

  private final Path library;
  private final Path orders;
  private final Path hangs;

  private OddModule(Path library, Path orders) {
    this.library = library;
    this.orders = orders;
    this.hangs = orders.resolveSibling(orders.getFileName() + ".hangs");
  }

  /// @param folder for the library and its orders
  public static OddModule in(Path folder) {
    var library = folder.resolve("libodd.so");
    Shim.compile(library);
    return new OddModule(library, folder.resolve("orders"));
  }

  /// The same that has `C_GetInterface` and no `C_GetFunctionList`.
  public static OddModule ofInterfacesAlone(Path folder) {
    var library = folder.resolve("libinterfaces.so");
    Shim.compile(library, "-DONLY_INTERFACE");
    return new OddModule(library, folder.resolve("orders"));
  }

  public Path library() {
    return library;
  }

  /// The environment in which a helper process finds its SoftHSM, its tokens and its orders.
  public Map<String, String> environment() {
    var environment = new HashMap<>(SoftHsm.environment());
    environment.put("SHIM_REAL", SoftHsm.modulePath().toString());
    environment.put("SHIM_ORDERS", orders.toString());
    return environment;
  }

  /// From now on these and no others.
  public void order(String... lines) {
    try {
      Files.deleteIfExists(hangs);
      var next = orders.resolveSibling("orders.next");
      Files.writeString(next, String.join("\n", lines) + "\n");
      Files.move(next, orders, java.nio.file.StandardCopyOption.ATOMIC_MOVE);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public void crashIn(int function) {
    order("crash " + function);
  }

  public void hangIn(int function) {
    order("hang " + function);
  }

  /// Each call of it takes so much longer.
  public void slowDown(int function, Duration by) {
    order("slow " + function + " " + by.toMillis());
  }

  /// Whether a call hangs that was told to.
  public boolean hangs() {
    return Files.exists(hangs);
  }

  /// `C_Finalize` and `C_Initialize` in each call of it, beside whatever runs.
  public void ruinIn(int function) {
    order("ruin " + function);
  }

  public void behave() {
    order();
  }

  /// A library that needs another one, `libpart-of-odd.so`, which is not there any more.
  public static Path withMissingPart(Path folder) {
    var part = folder.resolve("libpart-of-odd.so");
    var library = folder.resolve("libwhole.so");
    try {
      var source = Files.writeString(folder.resolve("part.c"), "int part(void) { return 0; }\n");
      Shim.run(List.of("gcc", "-shared", "-fPIC", "-o", part.toString(), source.toString()));
      var user =
          Files.writeString(
              folder.resolve("whole.c"),
              "int part(void);\nint C_GetFunctionList(void) { return part(); }\n");
      Shim.run(
          List.of(
              "gcc",
              "-shared",
              "-fPIC",
              "-o",
              library.toString(),
              user.toString(),
              "-L" + folder,
              "-lpart-of-odd"));
      Files.delete(part);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return library;
  }

  /// A shared library that is no PKCS#11 module.
  public static Path noModule(Path folder) {
    var source = folder.resolve("empty.c");
    try {
      Files.writeString(source, "int nothing_of_cryptoki;\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    var library = folder.resolve("libempty.so");
    Shim.run(List.of("gcc", "-shared", "-fPIC", "-o", library.toString(), source.toString()));
    return library;
  }
}
