package org.xksworkbench.app.ui.screen.overview;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javafx.scene.Node;
import org.xksworkbench.app.overview.ProxyGroup;
import org.xksworkbench.app.proxy.ProxyControl.ProxyState;
import org.xksworkbench.app.ui.navigation.Destination;
import org.xksworkbench.app.ui.widget.Badge;
import org.xksworkbench.app.ui.widget.Dates;
import org.xksworkbench.app.ui.widget.Labels;
import org.xksworkbench.app.words.Words;

/// An XKS proxy of the loop: ours as it is, another one as far as it is known.
final class ProxyCard {

  private static final Words WORDS = Words.of(ProxyCard.class);

  private ProxyCard() {}

  /// @param at when it was looked at
  static Node of(ProxyGroup group, Instant at, OverviewViewModel viewModel) {
    return group
        .own()
        .map(own -> own(group, own, at, viewModel))
        .orElseGet(() ->
            NodeCard.of(
                "proxy-of-" + group.stores().getFirst().store().id(),
                group.host(),
                new Badge(Badge.BadgeTone.NEUTRAL, WORDS.text("proxy.elsewhere")),
                List.of(Labels.mutedLabel(WORDS.text("proxy.seen-outside"))),
                () ->
                    viewModel.go(
                        new Destination.ConnectionCheckScreen(
                            Optional.of(group.stores().getFirst().store().id())))));
  }

  private static Node own(
      ProxyGroup group, ProxyState own, Instant at, OverviewViewModel viewModel) {
    var lines = new ArrayList<Node>();
    own.paths().forEach(path -> lines.add(Labels.mono(path.path())));
    lines.add(
        SeenLabel.of(
            WORDS.text("proxy.certificate", Dates.day(own.certificateExpires())),
            at,
            viewModel.now()));
    return NodeCard.of(
        "proxy-of-" + group.stores().getFirst().store().id(),
        group.host(),
        own.running()
            ? new Badge(Badge.BadgeTone.GOOD, WORDS.text("proxy.running"))
            : new Badge(Badge.BadgeTone.BAD, WORDS.text("proxy.stopped")),
        lines,
        () -> viewModel.go(new Destination.XksProxyScreen()));
  }
}
