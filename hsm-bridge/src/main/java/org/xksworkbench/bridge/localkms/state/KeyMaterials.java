package org.xksworkbench.bridge.localkms.state;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/// The key material of a KMS key, all that it ever had: what was encrypted with the older opens
/// with them.
///
/// @param first with which the key was made
/// @param rotations the oldest first
/// @param schedule only with automatic rotation
public record KeyMaterials(SecretKey first, List<Rotation> rotations, Optional<Schedule> schedule) {

  private static final int BYTES = 32;

  public KeyMaterials {
    rotations = List.copyOf(rotations);
  }

  /// New key material.
  public record Rotation(SecretKey material, Instant date, boolean onDemand) {}

  /// @param next when the material is rotated
  public record Schedule(int periodInDays, Instant next) {

    static Schedule from(Instant start, int periodInDays) {
      return new Schedule(periodInDays, start.plus(Duration.ofDays(periodInDays)));
    }

    /// What was overdue is made up for once.
    private Schedule after(Instant now) {
      var later = this;
      while (!later.next.isAfter(now)) {
        later = from(later.next, periodInDays);
      }
      return later;
    }
  }

  /// A first material, and nothing else.
  public static KeyMaterials of(SecretKey first) {
    return new KeyMaterials(first, List.of(), Optional.empty());
  }

  /// A fresh one.
  public static SecretKey fresh(SecureRandom random) {
    var bytes = new byte[BYTES];
    try {
      random.nextBytes(bytes);
      return new SecretKeySpec(bytes, "AES");
    } finally {
      Arrays.fill(bytes, (byte) 0);
    }
  }

  /// The oldest first; the last one encrypts.
  public List<SecretKey> all() {
    return Stream.concat(Stream.of(first), rotations.stream().map(Rotation::material)).toList();
  }

  public SecretKey current() {
    return all().getLast();
  }

  /// Index of the current one in [#all].
  public int currentIndex() {
    return rotations.size();
  }

  public KeyMaterials rotate(Rotation rotation) {
    var more = new ArrayList<>(rotations);
    more.add(rotation);
    return new KeyMaterials(first, more, schedule);
  }

  public KeyMaterials scheduleRotation(Instant now, int periodInDays) {
    return new KeyMaterials(first, rotations, Optional.of(Schedule.from(now, periodInDays)));
  }

  public KeyMaterials cancelRotation() {
    return new KeyMaterials(first, rotations, Optional.empty());
  }

  boolean isDue(Instant now) {
    return schedule.filter(s -> !s.next().isAfter(now)).isPresent();
  }

  /// Rotates as the schedule says.
  KeyMaterials rotatedBySchedule(SecretKey material, Instant now) {
    var rotated = rotate(new Rotation(material, now, false));
    return new KeyMaterials(first, rotated.rotations, schedule.map(s -> s.after(now)));
  }

  /// Never shows key material.
  @Override
  public String toString() {
    return "KeyMaterials[" + (rotations.size() + 1) + "]";
  }
}
