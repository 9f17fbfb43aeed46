package org.xksworkbench.bridge.ceremony.evidence;

/// How many people sign a line, beside the program.
enum SignersNeeded {
  NOBODY("by the program alone"),
  ONE("by one person"),
  TWO("by two people at least"),
  ONE_OR_MORE("by those who paused, or by two people"),
  EVERYBODY("by everybody who has not left for good");

  private final String words;

  SignersNeeded(String words) {
    this.words = words;
  }

  String words() {
    return words;
  }

  /// @param everybody how many there are
  boolean fits(int signers, int everybody) {
    return switch (this) {
      case NOBODY -> signers == 0;
      case ONE -> signers == 1;
      case TWO -> signers >= 2;
      case ONE_OR_MORE -> signers >= 1;
      case EVERYBODY -> signers == everybody;
    };
  }

  static SignersNeeded of(Content content) {
    return switch (content) {
      case Content.Opened _, Content.Closed _ -> EVERYBODY;
      case Content.Resumed _,
          Content.Deviated _,
          Content.Custody _,
          Content.BreakTaken _,
          Content.Aborted _ ->
          TWO;
      case Content.Authorised _,
          Content.ConsentRefused _,
          Content.Confirmed _,
          Content.Attached _,
          Content.Elsewhere _,
          Content.Remark _,
          Content.Paused _ ->
          ONE;
      case Content.Continued _ -> ONE_OR_MORE;
      case Content.Begun _,
          Content.Noted _,
          Content.Acted _,
          Content.ActFailed _,
          Content.Asked _,
          Content.WrongSecret _,
          Content.Clock _ ->
          NOBODY;
    };
  }
}
