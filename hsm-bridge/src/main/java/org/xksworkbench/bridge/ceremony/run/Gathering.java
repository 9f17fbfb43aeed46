package org.xksworkbench.bridge.ceremony.run;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.xksworkbench.bridge.ceremony.CeremonyException;

/// The people who come to a ceremony, each with a secret of their own. The only way to people of a
/// ceremony: here it is still known that two of them chose the same secret. Safe for use by several
/// threads.
public final class Gathering {

  private final int iterations;
  private final Map<String, Person> byRole = new LinkedHashMap<>();

  public Gathering() {
    this(Person.ITERATIONS);
  }

  /// @param iterations of PBKDF2; less than [Person#ITERATIONS] is for tests
  public Gathering(int iterations) {
    this.iterations = iterations;
  }

  /// A person takes a role, instead of whoever had it before.
  ///
  /// @param secret closed by the caller
  /// @throws CeremonyException if somebody else who is here has the same passphrase or key file
  public synchronized void take(String role, String name, PersonSecret secret) {
    for (var other : byRole.values()) {
      if (!other.role().equals(role) && other.is(secret)) {
        throw new CeremonyException(
            "Somebody else has chosen the same passphrase or key file. Nobody could tell the two"
                + " apart; choose another one.");
      }
    }
    byRole.put(role, Person.of(role, name, secret, iterations));
  }

  /// The person in a role is called otherwise.
  public synchronized void rename(String role, String name) {
    byRole.computeIfPresent(role, (_, person) -> person.withName(name));
  }

  /// Whether somebody has taken the role.
  public synchronized boolean has(String role) {
    return byRole.containsKey(role);
  }

  synchronized List<Person> people() {
    return List.copyOf(byRole.values());
  }
}
