package org.xksworkbench.app.ui.screen.ceremony;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import javafx.beans.Observable;
import javafx.beans.property.ReadOnlyStringProperty;
import javafx.beans.property.ReadOnlyStringWrapper;
import javafx.beans.property.SimpleStringProperty;
import javafx.beans.property.StringProperty;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.dialog.GivenSecret;
import org.xksworkbench.app.ui.screen.ceremony.SigningPeople.AskedPerson;
import org.xksworkbench.app.ui.task.Job;
import org.xksworkbench.app.ui.task.ScreenTasks;
import org.xksworkbench.app.words.Words;
import org.xksworkbench.bridge.ceremony.person.KeyFile;
import org.xksworkbench.bridge.ceremony.plan.CeremonyRole;
import org.xksworkbench.bridge.ceremony.run.Gathering;

/// Who plays which role, and by which key they sign. Keys that are made here are kept under their
/// passphrases, and nowhere else.
final class Seating {

  private static final Words WORDS = Words.of(Seating.class);

  /// One role and who plays it.
  static final class Seat {
    private final CeremonyRole role;
    private final StringProperty name = new SimpleStringProperty("");
    private final ReadOnlyStringWrapper secret = new ReadOnlyStringWrapper("");

    private Seat(CeremonyRole role) {
      this.role = role;
    }

    CeremonyRole role() {
      return role;
    }

    StringProperty name() {
      return name;
    }

    /// Which key the person has; empty before.
    ReadOnlyStringProperty secret() {
      return secret.getReadOnlyProperty();
    }
  }

  private final ScreenTasks tasks;
  private final Dialogs dialogs;
  private final Gathering people;
  private final List<Seat> seats;

  Seating(Collection<CeremonyRole> roles, Gathering people, ScreenTasks tasks, Dialogs dialogs) {
    this.people = people;
    this.tasks = tasks;
    this.dialogs = dialogs;
    this.seats = roles.stream().map(Seat::new).toList();
  }

  List<Seat> seats() {
    return seats;
  }

  /// What [#obstacle] depends on.
  Stream<Observable> observables() {
    return seats.stream().flatMap(seat -> Stream.of(seat.name, seat.secret));
  }

  /// What is still needed, in words; empty if every role is played.
  Optional<String> obstacle() {
    for (var seat : seats) {
      if (seat.name.get().isBlank()) {
        return Optional.of(WORDS.text("obstacle.name", lower(seat.role.title())));
      }
      if (seat.secret.get().isEmpty()) {
        return Optional.of(WORDS.text("obstacle.secret", seat.name.get().strip()));
      }
    }
    return seats.stream().map(seat -> lower(seat.name.get().strip())).distinct().count()
            < seats.size()
        ? Optional.of(WORDS.text("obstacle.same-person"))
        : Optional.empty();
  }

  /// A key is made for the person of a role, under a passphrase that they choose, or they bring
  /// one.
  void takeSecret(Seat seat) {
    var name = seat.name.get().isBlank() ? seat.role.title() : seat.name.get().strip();
    dialogs
        .askNewSecret(
            WORDS.text("ask.passphrase-of", name),
            WORDS.text("ask.passphrase-of-about", name, seat.role.title()),
            KeyFile.SHORTEST_PASSPHRASE)
        .ifPresent(given ->
            tasks
                .task(
                    WORDS.text("task.passphrase"),
                    Job.FILES,
                    _ -> {
                      try (given) {
                        switch (given) {
                          case GivenSecret.Passphrase typed ->
                              people.take(seat.role.id(), name, typed.characters());
                          case GivenSecret.GivenKeyFile(var file) ->
                              people.bring(seat.role.id(), name, file);
                        }
                        return Secrets.kind(given);
                      }
                    })
                .onSuccess(kind -> {
                  tasks.clearProblem();
                  seat.secret.set(kind);
                })
                .start());
  }

  /// Everybody who signs the opening.
  List<AskedPerson> signing() {
    return seats.stream()
        .map(seat ->
            new AskedPerson(
                seat.role.id(),
                seat.name.get().strip(),
                seat.role.title(),
                people.hasKeypad(seat.role.id())))
        .toList();
  }

  /// Everybody, by the names as they stand now.
  Gathering people() {
    seats.forEach(seat -> people.rename(seat.role.id(), seat.name.get()));
    return people;
  }

  private static String lower(String text) {
    return text.toLowerCase(Locale.ROOT);
  }
}
