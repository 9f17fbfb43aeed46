package org.xksworkbench.bridge.agent;

/// Who makes a call to a helper, and hears how it goes. Called on several threads.
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

  /// The module has answered the call or a part of it, or, as long as it waits for its turn, what
  /// it waits behind.
  void signOfLife();

  /// The call waits until another of the same login is answered.
  ///
  /// @param other name of who makes that one
  void waitsBehind(String other);

  /// The turn of the call has come.
  void hasTurn();
}
