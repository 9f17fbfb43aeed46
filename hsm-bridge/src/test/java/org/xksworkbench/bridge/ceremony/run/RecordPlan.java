package org.xksworkbench.bridge.ceremony.run;

/// A plan with everything that people write down themselves: custody, an attachment, a thing that
/// is kept elsewhere. For tests of the engine and of the window.
public final class RecordPlan {

  public static final String TEXT =
      """
      ceremony: 2
      title: Who took what
      roles:
        operator: {title: Operator}
        witness: {title: Internal witness}
        auditor: {title: Auditor}
      steps:
        - id: hsm-out
          title: The HSM comes out of its safe
          do: custody
          by: operator
          confirm: [witness]
          with: {item: HSM, move: [take, open], photo: yes}
          expect: {intact: "yes", bag: A 0017}
        - id: approval
          title: The approval
          do: attach
          by: auditor
          with: {what: The signed approval, types: [text/plain], required: yes}
        - id: recording
          title: The recording
          do: elsewhere
          by: witness
          with: {what: The recording of the room}
        - id: end
          title: The end
          do: export
          by: operator
          confirm: [auditor]
      """;

  private RecordPlan() {}
}
