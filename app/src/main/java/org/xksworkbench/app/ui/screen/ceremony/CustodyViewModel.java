package org.xksworkbench.app.ui.screen.ceremony;

import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import javafx.beans.binding.Bindings;
import javafx.beans.binding.StringBinding;
import javafx.beans.property.ObjectProperty;
import javafx.beans.property.SimpleObjectProperty;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.evidence.Content;
import org.xksworkbench.bridge.ceremony.format.Members;
import org.xksworkbench.bridge.ceremony.plan.Action;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.CurrentStep;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.PeoplesRecord;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.Player;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.SignOff;
import org.xksworkbench.bridge.ceremony.run.Comparison;
import org.xksworkbench.bridge.ceremony.run.CustodyMove;

/// Something changes hands: what, in which bag, and which two people say so.
final class CustodyViewModel {

  private static final Words WORDS = Words.of(CustodyViewModel.class);

  private final RunDesk desk;
  private final ObjectProperty<Content.Custody.Move> move =
      new SimpleObjectProperty<>(Content.Custody.Move.TAKE);
  private final ObjectProperty<Optional<Boolean>> intact =
      new SimpleObjectProperty<>(Optional.empty());
  private final CustodyTexts texts = CustodyTexts.blank();
  private final ObjectProperty<Optional<Photo>> photo =
      new SimpleObjectProperty<>(Optional.empty());
  private final ObjectProperty<Player> first;
  private final ObjectProperty<Player> second;
  private final StringBinding obstacle;
  private WantedMove request = new WantedMove("", "", "", List.of());

  /// What is told beside the move; each may be empty.
  record CustodyTexts(
      StringProperty serial, StringProperty bag, StringProperty seal, StringProperty place) {

    static CustodyTexts blank() {
      return new CustodyTexts(
          new SimpleStringProperty(""),
          new SimpleStringProperty(""),
          new SimpleStringProperty(""),
          new SimpleStringProperty(""));
    }

    void clear() {
      List.of(serial, bag, seal, place).forEach(text -> text.set(""));
    }
  }

  /// A file that was attached in this step.
  ///
  /// @param line that attached it
  record Photo(int line, String file) {}

  private record WantedMove(String step, String item, String expectedBag, List<Photo> photos) {}

  /// @param people of the ceremony, two at least
  CustodyViewModel(RunDesk desk, List<Player> people) {
    this.desk = desk;
    this.first = new SimpleObjectProperty<>(people.get(0));
    this.second = new SimpleObjectProperty<>(people.get(1));
    this.obstacle = Bindings.createStringBinding(this::whatIsMissing, intact, first, second);
  }

  ObjectProperty<Content.Custody.Move> move() {
    return move;
  }

  /// Whether bag and seals are as they were left; empty until somebody looked.
  ObjectProperty<Optional<Boolean>> intact() {
    return intact;
  }

  CustodyTexts texts() {
    return texts;
  }

  ObjectProperty<Optional<Photo>> photo() {
    return photo;
  }

  /// Who moves it; of a hand-over, who gives it.
  ObjectProperty<Player> first() {
    return first;
  }

  /// Who watches; of a hand-over, who takes it.
  ObjectProperty<Player> second() {
    return second;
  }

  /// Why it cannot be written down yet; empty if it can.
  StringBinding obstacle() {
    return obstacle;
  }

  String item() {
    return request.item();
  }

  /// The bag that the plan expects; empty if it does not tell.
  String expectedBag() {
    return request.expectedBag();
  }

  /// What can be named as the photo of this move.
  List<Photo> photos() {
    return request.photos();
  }

  /// What was entered for a step is not kept for the next one.
  void offer(CurrentStep step, PeoplesRecord asked, Action.MoveCustody custody) {
    var before = request;
    request =
        new WantedMove(step.id(), custody.item(), bagExpectedBy(step.facts()), photosIn(asked));
    move.set(next(custody, asked));
    if (!before.step().equals(step.id())) {
      clear();
      first.set(step.by());
      step.confirmations().stream()
          .map(SignOff::player)
          .filter(player -> !player.equals(step.by()))
          .findFirst()
          .ifPresent(second::set);
    }
  }

  private static String bagExpectedBy(List<Comparison> facts) {
    return facts.stream()
        .filter(fact -> fact.name().equals("bag"))
        .findFirst()
        .flatMap(Comparison::expected)
        .orElse("");
  }

  private static List<Photo> photosIn(PeoplesRecord asked) {
    return asked.lines().stream()
        .filter(line -> line.content() instanceof Content.Attached)
        .map(line -> new Photo(line.number(), ((Content.Attached) line.content()).file()))
        .toList();
  }

  /// The first move that the plan wants and that was not made; its last one if all were.
  private static Content.Custody.Move next(Action.MoveCustody custody, PeoplesRecord asked) {
    var wanted = 0;
    for (var line : asked.lines()) {
      if (line.content() instanceof Content.Custody(var _, var made, var _)
          && wanted < custody.moves().size() - 1
          && custody.moves().get(wanted).equals(Members.word(made))) {
        wanted++;
      }
    }
    var word = custody.moves().get(wanted);
    return List.of(Content.Custody.Move.values()).stream()
        .filter(each -> Members.word(each).equals(word))
        .findFirst()
        .orElseThrow();
  }

  private void clear() {
    texts.clear();
    intact.set(Optional.empty());
    photo.set(Optional.empty());
  }

  /// Both people sign it.
  void write() {
    if (!obstacle.get().isEmpty() || desk.onPage().busy().get()) {
      return;
    }
    var made =
        new CustodyMove(
            move.get(),
            intact.get().orElseThrow(),
            request.item(),
            texts.serial().get(),
            texts.bag().get(),
            texts.bag().get().isBlank() ? "" : request.expectedBag(),
            texts.seal().get(),
            texts.place().get(),
            photo.get().map(one -> OptionalInt.of(one.line())).orElse(OptionalInt.empty()));
    desk.sign(
        List.of(first.get(), second.get()),
        by -> WORDS.text("task.custody", by, request.item()),
        given -> desk.run().moveCustody(made, given),
        this::clear);
  }

  private String whatIsMissing() {
    if (intact.get().isEmpty()) {
      return WORDS.text("custody.look");
    }
    return first.get().equals(second.get()) ? WORDS.text("custody.two-people") : "";
  }
}
