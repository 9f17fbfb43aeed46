package org.xksworkbench.app.ui.screen.ceremony;

import java.util.List;
import org.xksworkbench.bridge.ceremony.plan.Action;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.CurrentStep;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.PeoplesRecord;
import org.xksworkbench.bridge.ceremony.run.CeremonySnapshot.Player;

/// What people write down themselves in the present step, where the plan asks for it.
record RecordForms(
    CustodyViewModel custody, AttachmentViewModel attachment, ElsewhereViewModel elsewhere) {

  static RecordForms of(RunDesk desk, List<Player> people) {
    return new RecordForms(
        new CustodyViewModel(desk, people),
        new AttachmentViewModel(desk, people),
        new ElsewhereViewModel(desk, people));
  }

  void offer(CeremonySnapshot ceremony) {
    ceremony.current().ifPresent(step -> step.record().ifPresent(asked -> offer(step, asked)));
  }

  private void offer(CurrentStep step, PeoplesRecord asked) {
    switch (asked.action()) {
      case Action.MoveCustody move -> {
        custody.offer(step, asked, move);
        attachment.offer(step, move);
      }
      case Action.AttachFile attach -> attachment.offer(step, attach);
      case Action.KeepElsewhere _ -> elsewhere.offer(step);
    }
  }
}
