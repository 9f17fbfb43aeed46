package org.xksworkbench.app.ui.dialog;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.ModuleStart;

/// Questions to the user. Called on the window's thread; each waits for the answer.
public interface Dialogs {

  /// Asks before something is done.
  ///
  /// @param action what the button says, such as "Disconnect"
  boolean confirm(String headline, String text, String action);

  /// Asks before something is done that other people would feel: the user has to type a word.
  ///
  /// @param text what will happen, and to what: account, Region, name
  /// @param word what has to be typed, such as "disconnect"
  /// @param action what the button says
  default boolean confirmTyped(String headline, String text, String word, String action) {
    return confirmTyped(headline, text, List.of(), word, action);
  }

  /// The same, and names the KMS keys that go with it.
  boolean confirmTyped(
      String headline, String text, List<LostKey> lost, String word, String action);

  /// Asks where to write a file.
  ///
  /// @param name proposed
  Optional<Path> chooseNewFile(String headline, String name);

  /// Asks for a PIN.
  ///
  /// @return wiped by the caller; empty if the user does not give one
  Optional<char[]> askPin(String headline, String text);

  /// Asks a person for the passphrase of their key.
  ///
  /// @param action what the button says
  /// @return closed by the caller; empty if none is given
  Optional<GivenSecret.Passphrase> askSecret(String headline, String text, String action);

  /// Lets a person choose the passphrase of a new key, typed twice, or the file of a key that they
  /// brought.
  ///
  /// @param text what it is for
  /// @param shortest how many characters a passphrase has at least
  /// @return closed by the caller; empty if none is given
  Optional<GivenSecret> askNewSecret(String headline, String text, int shortest);

  /// Asks for a folder.
  Optional<Path> chooseFolder(String headline);

  /// Opens a document in the program that the system has for it.
  void open(Path document);

  /// Asks for a short text.
  Optional<String> askText(String headline, String text, String initial, String action);

  /// Asks what a PKCS#11 module is given when it is loaded.
  ///
  /// @param said what the user said before
  /// @param action what the button says
  Optional<ModuleStart> askModuleStart(Path module, ModuleStart said, String action);

  /// Asks with which key the XKS proxy is tested.
  ///
  /// @param known keys that it serves, the first of them is proposed
  /// @param load what is done with load, which somebody has to choose
  Optional<TestedKey> askTestedKey(List<String> known, String load);

  /// Asks which XKS proxy is tested from outside, and with which key.
  ///
  /// @param load what is done with load, which somebody has to choose
  Optional<TestedProxy> askTestedProxy(String load);

  /// Asks for the label of a new key, and which usages of its template the token is not told.
  ///
  /// @param text what is said of the key beside the template
  /// @param proposed shown but for its label
  /// @param fault tells what is wrong with a label, a sentence; empty if nothing is
  /// @param action what the button says
  /// @return the template with the label and without what was taken away
  Optional<AesKeyTemplate> askKeyTemplate(
      String headline,
      String text,
      AesKeyTemplate proposed,
      UnaryOperator<String> fault,
      String action);

  /// Asks for a file that exists.
  Optional<Path> chooseFile(String headline);

  /// Asks where to write a file; what is there already is replaced only if the user says so.
  ///
  /// @param name that is proposed
  Optional<Path> saveFile(String headline, String name);

  /// Tells where a file was written. Waits for no answer.
  ///
  /// @param about what is in it, and what to mind
  void showWritten(Path file, String headline, String about);

  /// Shows a problem that has no place on a screen.
  void show(Problem problem);
}
