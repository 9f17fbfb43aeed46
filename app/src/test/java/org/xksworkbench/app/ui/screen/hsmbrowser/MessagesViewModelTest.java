package org.xksworkbench.app.ui.screen.hsmbrowser;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.problem.Problem;

class MessagesViewModelTest {

  private final MessagesViewModel messages = new MessagesViewModel();

  @Test
  void what_something_new_begins_with_is_that_nothing_is_told() {
    messages.refuse("Nothing was deleted", "“x” is not y.", "Type it exactly, if you mean it.");
    messages.tell(new HsmNotice(true, "k was made", List.of()));
    messages.clear();
    assertThat(messages.problem().get()).isNull();
    assertThat(messages.notice().get()).isNull();
  }

  @Test
  void an_answer_that_came_after_all_takes_back_only_what_was_said_of_it() {
    var late = problem("Reading the HSM got no answer");
    var other = problem("The PIN is locked");
    messages.tell(other);
    messages.clearIfSame(late);
    assertThat(messages.problem().get()).isEqualTo(other);
    messages.tell(late);
    messages.clearIfSame(late);
    assertThat(messages.problem().get()).isNull();
  }

  private static Problem problem(String headline) {
    return Problem.of(Problem.ProblemKind.TIMEOUT, headline);
  }
}
