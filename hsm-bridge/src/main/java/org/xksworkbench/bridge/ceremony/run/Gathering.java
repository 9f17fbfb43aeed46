package org.xksworkbench.bridge.ceremony.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.evidence.Participant.KeyPlace;
import org.xksworkbench.bridge.ceremony.format.VerifyingKey;
import org.xksworkbench.bridge.ceremony.person.CardReader;
import org.xksworkbench.bridge.ceremony.person.LineSigner;
import org.xksworkbench.bridge.ceremony.person.NewKey;
import org.xksworkbench.bridge.ceremony.person.PersonKey;
import org.xksworkbench.bridge.ceremony.person.TokenKey;
import org.xksworkbench.bridge.ceremony.plan.Plan;

/// The people who come to a ceremony, each with a key of their own: one that is made here, for this
/// ceremony, or one in a file that they bring along. Safe for use by several threads.
public final class Gathering {

  private final int iterations;
  private CardReader cards =
      _ -> {
        throw new CeremonyException("No card can be read here.");
      };
  private final Map<String, Attendee> byRole = new LinkedHashMap<>();

  /// @param made the key, if it was made here
  /// @param brought the key, if it was brought
  record Attendee(String role, String name, @Nullable NewKey made, @Nullable PersonKey brought) {

    VerifyingKey key() {
      return made != null ? made.key() : Objects.requireNonNull(brought).key();
    }

    KeyPlace place() {
      if (made != null) {
        return KeyPlace.FILE;
      }
      return onToken() ? KeyPlace.CARD : KeyPlace.BROUGHT;
    }

    boolean onToken() {
      return brought != null && brought.onToken();
    }

    /// @param passphrase wiped by the caller after the call
    boolean opensWith(char[] passphrase) {
      if (made != null) {
        return made.opensWith(passphrase);
      }
      var opened = Objects.requireNonNull(brought).open(passphrase);
      opened.ifPresent(LineSigner::close);
      return opened.isPresent();
    }

    Attendee withName(String other) {
      return new Attendee(role, other.strip(), made, brought);
    }

    @Override
    public String toString() {
      return name + " (" + role + ")";
    }
  }

  public Gathering() {
    this(0);
  }

  /// @param iterations of PBKDF2, for tests; 0 for as many as there are otherwise
  public Gathering(int iterations) {
    this.iterations = iterations;
  }

  /// A person takes a role, instead of whoever had it before, and a key is made for them.
  ///
  /// @param passphrase wiped by the caller after the call
  /// @throws CeremonyException if it is too short, or somebody else who is here has the same
  public synchronized void take(String role, String name, char[] passphrase) {
    for (var other : byRole.values()) {
      if (!other.role().equals(role)
          && other.made() != null
          && other.made().opensWith(passphrase)) {
        throw new CeremonyException(
            "Somebody else has chosen the same passphrase. With it, two people could sign for each"
                + " other; choose another one.");
      }
    }
    var made = iterations == 0 ? NewKey.make(passphrase) : NewKey.make(passphrase, iterations);
    byRole.put(role, new Attendee(role, name.strip(), made, null));
  }

  /// A person takes a role with a key that they brought along. Its file stays where it is.
  ///
  /// @throws CeremonyException if it is no such key, or somebody else has it
  public synchronized void bring(String role, String name, Path file) {
    var brought = PersonKey.at(file, cards);
    for (var other : byRole.values()) {
      if (!other.role().equals(role)
          && brought instanceof TokenKey card
          && other.brought() instanceof TokenKey theirs
          && card.serial().equals(theirs.serial())) {
        throw new CeremonyException(
            other.name() + " has a key on this very card. Each person needs one of their own.");
      }
      if (!other.role().equals(role) && other.key().equals(brought.key())) {
        throw new CeremonyException(
            other.name() + " has this very key. Each person needs one of their own.");
      }
    }
    byRole.put(role, new Attendee(role, name.strip(), null, brought));
  }

  /// Where cards are put; none can be read before.
  public synchronized Gathering reading(CardReader reader) {
    cards = reader;
    return this;
  }

  /// Whether the person in a role types the PIN at their card reader.
  public synchronized boolean hasKeypad(String role) {
    var person = byRole.get(role);
    return person != null && person.brought() != null && person.brought().hasKeypad();
  }

  /// The token of the ceremony is logged in to, so that anybody could sign with a key on it.
  ///
  /// @throws CeremonyException if somebody has theirs there
  synchronized void requireOtherToken(String serial) {
    for (var person : byRole.values()) {
      if (person.brought() instanceof TokenKey card && card.serial().equals(serial)) {
        throw new CeremonyException(
            "The key of "
                + person.name()
                + " is on the token of the ceremony itself, which is logged in to: anybody could sign"
                + " with it. Bring one on a card of your own.");
      }
    }
  }

  /// The person in a role is called otherwise.
  public synchronized void rename(String role, String name) {
    byRole.computeIfPresent(role, (_, person) -> person.withName(name));
  }

  /// Whether somebody has taken the role.
  public synchronized boolean has(String role) {
    return byRole.containsKey(role);
  }

  /// Everybody, in the order of the plan's roles.
  ///
  /// @throws CeremonyException if a role is not played exactly once, two people share a name, or
  ///   somebody has another key than the plan says
  synchronized List<Attendee> people(Plan plan) {
    var names = new HashSet<String>();
    for (var person : byRole.values()) {
      if (!plan.roles().containsKey(person.role())) {
        throw new CeremonyException("The plan has no role \"" + person.role() + "\".");
      }
      if (!names.add(person.name().toLowerCase(Locale.ROOT))) {
        throw new CeremonyException(
            person.name() + " has two roles. Every role needs a person of its own.");
      }
    }
    var people = new ArrayList<Attendee>();
    for (var role : plan.roles().values()) {
      var person = byRole.get(role.id());
      if (person == null) {
        throw new CeremonyException("Nobody plays the role " + role.title() + ".");
      }
      var pinned = plan.keys().get(role.id());
      if (pinned != null && !pinned.equals(person.key().keyid())) {
        throw new CeremonyException(
            "The plan says which key the "
                + role.title()
                + " has, and this is another one. "
                + person.name()
                + " brings the key with the ID "
                + pinned
                + ".");
      }
      people.add(person);
    }
    return List.copyOf(people);
  }
}
