package org.xksworkbench.app.ui.screen.tour;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.xksworkbench.app.fault.DemoFault;

/// docs/tour.md and the window say the same.
class TourStopTest {

  private static final Path PAGE = Path.of(System.getProperty("xksw.basedir"), "docs", "tour.md");

  private static final Pattern STOP =
      Pattern.compile("(?m)^\\d+\\. \\*\\*(.+?)\\*\\* \\((.+?)\\)\\. (.+)$");
  private static final Pattern SWITCH = Pattern.compile("(?m)^\\| (.+?) \\| (.+?) \\|$");

  @Test
  void the_stops_have_the_same_titles_minutes_and_words() throws IOException {
    var minute = 1;
    var expected = new ArrayList<List<String>>();
    for (var stop : TourStop.values()) {
      var last = minute + stop.minutes() - 1;
      var when = last == minute ? "minute " + minute : "minutes " + minute + " and " + last;
      expected.add(List.of(stop.title(), when, stop.text()));
      minute = last + 1;
    }
    assertThat(onPage(STOP, 3)).isEqualTo(expected);
  }

  @Test
  void the_switches_have_the_same_names_and_words() throws IOException {
    var expected =
        Arrays.stream(DemoFault.values())
            .map(fault -> List.of(fault.headline(), fault.about()))
            .toList();
    assertThat(onPage(SWITCH, 2).stream().skip(1).toList()).isEqualTo(expected);
  }

  @Test
  void it_takes_the_ten_minutes_that_the_window_promises() {
    assertThat(TourStop.minutesOfAll()).isEqualTo(10);
  }

  private static List<List<String>> onPage(Pattern pattern, int groups) throws IOException {
    return pattern
        .matcher(Files.readString(PAGE))
        .results()
        .map(found -> groups(found, groups))
        .toList();
  }

  /// Without the marks of emphasis.
  private static List<String> groups(MatchResult found, int groups) {
    var texts = new ArrayList<String>();
    for (var group = 1; group <= groups; group++) {
      texts.add(found.group(group).replace("*", ""));
    }
    return texts;
  }
}
