package org.xksworkbench.bridge.hsm;

/// Who waits for a call, and hears how it goes: no call can be interrupted, so a sign of life is
/// all that tells one that takes its time from one that hangs. Called on several threads.
public interface CallWatch {

  CallWatch NOBODY =
      new CallWatch() {
        @Override
        public String name() {
          return "";
        }

        @Override
        public void signOfLife() {
          // nobody waits
        }

        @Override
        public void waitsBehind(String other) {
          // nobody waits
        }

        @Override
        public void hasTurn() {
          // nobody waits
        }
      };

  /// What is being done, such as "Reading the HSM"; empty if that has no name.
  String name();

  /// The call or a part of it was answered, or, as long as it waits for its turn, what it waits
  /// behind.
  void signOfLife();

  /// The call waits until another of the same login is answered.
  ///
  /// @param other name of who makes that one
  void waitsBehind(String other);

  /// The turn of the call has come.
  void hasTurn();
}
