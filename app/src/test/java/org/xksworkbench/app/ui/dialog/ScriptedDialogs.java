package org.xksworkbench.app.ui.dialog;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.xksworkbench.app.problem.Problem;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.ModuleStart;

/// Answers what a test said before, and remembers what was asked.
public final class ScriptedDialogs implements Dialogs {

  private final List<String> asked = new ArrayList<>();
  private final List<Problem> shown = new ArrayList<>();
  private final java.util.ArrayDeque<String> texts = new java.util.ArrayDeque<>();
  private final java.util.ArrayDeque<char[]> pins = new java.util.ArrayDeque<>();
  private final java.util.Map<String, String> secrets = new java.util.LinkedHashMap<>();
  private boolean yes;
  private boolean bringing;
  private Optional<String> text = Optional.empty();
  private Optional<char[]> pin = Optional.empty();
  private Optional<Path> file = Optional.empty();
  private Optional<ModuleStart> start = Optional.empty();
  private Optional<TestedKey> tested = Optional.empty();
  private Optional<TestedProxy> proxy = Optional.empty();
  private Set<KeyUsage> leftOut = Set.of();

  public ScriptedDialogs confirming() {
    yes = true;
    return this;
  }

  public ScriptedDialogs typing(String answer) {
    text = Optional.of(answer);
    return this;
  }

  /// One answer after the other.
  public ScriptedDialogs typingInTurn(String... answers) {
    texts.addAll(java.util.Arrays.asList(answers));
    return this;
  }

  public ScriptedDialogs giving(char[] answer) {
    pin = Optional.of(answer);
    return this;
  }

  /// One answer after the other.
  public ScriptedDialogs givingInTurn(char[]... answers) {
    pins.addAll(java.util.Arrays.asList(answers));
    return this;
  }

  public ScriptedDialogs choosing(Path answer) {
    file = Optional.of(answer);
    return this;
  }

  public ScriptedDialogs testingWith(TestedKey answer) {
    tested = Optional.of(answer);
    return this;
  }

  public ScriptedDialogs testing(TestedProxy answer) {
    proxy = Optional.of(answer);
    return this;
  }

  public ScriptedDialogs starting(ModuleStart answer) {
    start = Optional.of(answer);
    return this;
  }

  /// From the template of a key.
  public ScriptedDialogs takingAway(Set<KeyUsage> usages) {
    leftOut = usages;
    return this;
  }

  /// People bring the file that was chosen as their key, or do no longer.
  public ScriptedDialogs bringing(boolean key) {
    bringing = key;
    return this;
  }

  /// @param who is named in the headline
  public ScriptedDialogs knowing(String who, String passphrase) {
    secrets.put(who, passphrase);
    return this;
  }

  public List<Problem> shown() {
    return List.copyOf(shown);
  }

  /// Headline and text of each question.
  public List<String> asked() {
    return asked;
  }

  @Override
  public boolean confirm(String headline, String about, String action) {
    asked.add(headline + " " + about);
    return yes;
  }

  /// Confirms only if the test typed the word.
  @Override
  public boolean confirmTyped(
      String headline, String about, List<LostKey> lost, String word, String action) {
    asked.add(headline + " " + about + " " + lost);
    return text.filter(word::equals).isPresent();
  }

  @Override
  public Optional<Path> chooseNewFile(String headline, String name) {
    asked.add(headline);
    return file;
  }

  @Override
  public Optional<char[]> askPin(String headline, String about) {
    asked.add(headline + " " + about);
    return pins.isEmpty() ? pin : Optional.of(pins.removeFirst());
  }

  @Override
  public Optional<GivenSecret.Passphrase> askSecret(String headline, String about, String action) {
    asked.add(headline + " " + about);
    return secrets.entrySet().stream()
        .filter(secret -> headline.contains(secret.getKey()))
        .findFirst()
        .map(secret -> new GivenSecret.Passphrase(secret.getValue().toCharArray()));
  }

  /// The file, where a test said that it is a key.
  @Override
  public Optional<GivenSecret> askNewSecret(String headline, String about, int shortest) {
    return bringing
        ? file.map(GivenSecret.GivenKeyFile::new)
        : askSecret(headline, about, "").map(GivenSecret.class::cast);
  }

  @Override
  public Optional<Path> chooseFolder(String headline) {
    asked.add(headline);
    return file;
  }

  @Override
  public void open(Path document) {
    asked.add("opened " + document);
  }

  @Override
  public Optional<String> askText(String headline, String about, String initial, String action) {
    asked.add(headline + " " + about);
    return texts.isEmpty() ? text : Optional.of(texts.removeFirst());
  }

  @Override
  public Optional<ModuleStart> askModuleStart(Path module, ModuleStart said, String action) {
    asked.add(action + " " + module + " " + said.initialization() + " " + said.variables());
    return start;
  }

  @Override
  public Optional<TestedKey> askTestedKey(List<String> known, String load) {
    asked.add(String.join(", ", known) + "; " + load);
    return tested;
  }

  @Override
  public Optional<TestedProxy> askTestedProxy(String load) {
    asked.add(load);
    return proxy;
  }

  @Override
  public Optional<AesKeyTemplate> askKeyTemplate(
      String headline,
      String about,
      AesKeyTemplate proposed,
      UnaryOperator<String> fault,
      String action) {
    var label = askText(headline, about + " " + proposed.expectedAttributes(), "", action);
    label.map(fault).filter(one -> !one.isEmpty()).ifPresent(asked::add);
    return label.map(name -> proposed.without(leftOut).withLabel(name));
  }

  @Override
  public Optional<Path> chooseFile(String headline) {
    asked.add(headline);
    return file;
  }

  @Override
  public Optional<Path> saveFile(String headline, String name) {
    asked.add(headline + " " + name);
    return file;
  }

  @Override
  public void showWritten(Path written, String headline, String about) {
    asked.add(headline + " " + written + " " + about);
  }

  @Override
  public void show(Problem problem) {
    shown.add(problem);
    asked.add(problem.headline());
  }
}
