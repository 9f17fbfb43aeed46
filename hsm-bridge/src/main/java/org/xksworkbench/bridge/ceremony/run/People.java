package org.xksworkbench.bridge.ceremony.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.xksworkbench.bridge.ceremony.CeremonyException;
import org.xksworkbench.bridge.ceremony.plan.Plan;
import org.xksworkbench.bridge.ceremony.transcript.Event;
import org.xksworkbench.bridge.store.Deletion;
import org.xksworkbench.bridge.store.StoreException;

/// Who takes part. Kept beside the transcript, readable by its owner alone, and in no bundle.
final class People {

  private final List<Person> people;

  private People(List<Person> people) {
    this.people = List.copyOf(people);
  }

  /// @throws CeremonyException if a role is not played exactly once, or two people share a name
  static People of(Plan plan, List<Person> people) {
    var roles = new HashSet<String>();
    var names = new HashSet<String>();
    for (var person : people) {
      if (!plan.roles().containsKey(person.role())) {
        throw new CeremonyException("The plan has no role \"" + person.role() + "\".");
      }
      if (!roles.add(person.role())) {
        throw new CeremonyException(
            "The role " + plan.role(person.role()).title() + " has two people.");
      }
      if (!names.add(person.name().toLowerCase(java.util.Locale.ROOT))) {
        throw new CeremonyException(
            person.name() + " has two roles. Every role needs a person of its own.");
      }
    }
    for (var role : plan.roles().values()) {
      if (!roles.contains(role.id())) {
        throw new CeremonyException("Nobody plays the role " + role.title() + ".");
      }
    }
    return new People(people);
  }

  static People read(Path file) {
    try {
      var people = JsonMapper.builder().build().readValue(Files.readString(file), Person[].class);
      if (people == null || Arrays.asList(people).contains(null)) {
        throw damage(file, null);
      }
      return new People(List.of(people));
    } catch (JsonProcessingException | CharacterCodingException e) {
      throw damage(file, e);
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.READ, file, e);
    }
  }

  private static CeremonyException damage(Path file, @Nullable Exception cause) {
    return new CeremonyException(
        "The file of people, "
            + file
            + ", is damaged. Put back a copy of it, then resume; without it nobody can sign off.",
        cause);
  }

  void write(Path file) {
    try {
      if (file.getFileSystem().supportedFileAttributeViews().contains("posix")) {
        Files.createFile(
            file,
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      } else {
        Files.createFile(file);
      }
      Files.writeString(file, JsonMapper.builder().build().writeValueAsString(people));
    } catch (IOException e) {
      throw CeremonyException.of(StoreException.FileAct.WRITE, file, e);
    }
  }

  static void delete(Path file) {
    try {
      Deletion.file(file);
    } catch (IOException e) {
      throw new CeremonyException(
          "The transcript is signed, but " + file + " could not be deleted. Delete it.", e);
    }
  }

  List<Event.Cast> cast() {
    return people.stream()
        .map(person -> new Event.Cast(person.role(), person.name(), person.credential().hex()))
        .toList();
  }

  /// @throws CeremonyException if nobody has this name, or the secret is not that person's
  Person identify(Identification shown) {
    var person =
        people.stream()
            .filter(one -> one.name().equals(shown.person()))
            .findFirst()
            .orElseThrow(
                () -> new CeremonyException("Nobody named " + shown.person() + " takes part."));
    if (!person.is(shown.secret())) {
      throw new CeremonyException(
          "That is not the passphrase or key file of "
              + person.name()
              + ". Nothing was"
              + " recorded.");
    }
    return person;
  }
}
