package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.xksworkbench.app.ui.task.Job;

/// Asks the selected object for attributes of the vendor, by number.
public final class VendorAttributesViewModel {

  private final HsmCalls calls;
  private final ObjectListViewModel objects;
  private final MessagesViewModel messages;

  VendorAttributesViewModel(
      HsmCalls calls, ObjectListViewModel objects, MessagesViewModel messages) {
    this.calls = calls;
    this.objects = objects;
    this.messages = messages;
  }

  /// @param numbers as the user wrote them, such as "0x80000001, 0x80000002"
  void read(String numbers) {
    objects.whenSelected(row -> {
      Set<Long> types;
      try {
        types =
            Arrays.stream(numbers.strip().split("[\\s,]+"))
                .map(Long::decode)
                .collect(Collectors.toSet());
      } catch (NumberFormatException e) {
        messages.refuse(
            "“" + numbers + "” is no list of numbers",
            "Attributes of a vendor have numbers such as 0x80000001.",
            "Look them up in the manual of the HSM.");
        return;
      }
      calls.ask(
          "Reading attributes of " + row.name(),
          Job.HSM_LIST,
          session -> session.objects().readWith(row.object().ref(), types),
          objects::replace);
    });
  }
}
