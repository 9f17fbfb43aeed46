package org.xksworkbench.app.ui.screen.keylist;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.xksworkbench.app.Loop;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.kms.KeyState;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.task.DirectTasks;

class KeyListViewModelTest {

  @Test
  void keys_are_listed_filtered_and_opened(@TempDir Path folder) {
    try (var loop = new Loop(folder)) {
      var visited = new ArrayList<Destination>();
      var list =
          new KeyListViewModel(
              loop.kms(),
              new KeyCensus(loop.kms()),
              loop.creation(folder),
              new DirectTasks(),
              visited::add);
      list.refresh();
      assertThat(list.rows())
          .extracting(KeyRow::alias)
          .containsExactly("alias/stored", "alias/used");
      assertThat(list.rows())
          .extracting(row -> row.key().keyState())
          .containsExactly(KeyState.KnownKeyState.UNAVAILABLE, KeyState.KnownKeyState.ENABLED);
      assertThat(list.keyStores()).containsExactly(KeyListViewModel.ALL, "main", "off");
      list.status().set("Unavailable");
      assertThat(list.rows()).extracting(KeyRow::alias).containsExactly("alias/stored");
      list.keyStore().set("main");
      assertThat(list.rows()).as("filters add up").isEmpty();
      list.status().set(KeyListViewModel.ALL);
      list.keyStore().set(KeyListViewModel.ALL);
      list.filter().set("MAIN");
      assertThat(list.rows()).extracting(KeyRow::alias).containsExactly("alias/used");
      list.open(list.rows().getFirst());
      assertThat(visited)
          .containsExactly(new Destination.KeyDetailScreen(list.rows().getFirst().key().keyId()));
    }
  }
}
