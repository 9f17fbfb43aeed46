package org.xksworkbench.app.ui.screen.hsmbrowser;

import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.hsm.AttachedHsm.TokenPlace;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.bridge.hsm.ForeignText;
import org.xksworkbench.bridge.hsm.Pkcs11Uri;
import org.xksworkbench.bridge.hsm.Token;

/// Leads to the token that a PKCS#11 URI names, as soon as it is known what there is.
final class NamedToken {

  private record Found(TokenPlace place, Token token) {}

  private final Pkcs11Uri uri;
  private final HsmCalls calls;
  private final ModulesViewModel modules;
  private final MessagesViewModel messages;
  private boolean led;

  private NamedToken(
      Pkcs11Uri uri, HsmCalls calls, ModulesViewModel modules, MessagesViewModel messages) {
    this.uri = uri;
    this.calls = calls;
    this.modules = modules;
    this.messages = messages;
  }

  /// Searches the objects for what is named, and leads to its token.
  static void find(
      String uri,
      ObjectListViewModel objects,
      HsmCalls calls,
      ModulesViewModel modules,
      MessagesViewModel messages) {
    objects.filter().set(uri);
    ObjectSearch.of(uri)
        .uri()
        .ifPresent(named -> new NamedToken(named, calls, modules, messages).await());
  }

  /// Leads there once, now or later.
  private void await() {
    calls
        .contents()
        .subscribe(state -> {
          if (!led && state instanceof Loadable.Ready<HsmContents>(var contents)) {
            led = true;
            lead(contents);
          }
        });
  }

  private void lead(HsmContents contents) {
    if (contents.token().filter(uri::fits).isPresent()) {
      return;
    }
    var found = in(contents);
    var known =
        found.stream().filter(one -> contents.loggedIn().containsKey(one.place())).findFirst();
    if (known.isPresent()) {
      modules.select(known.get().place());
      return;
    }
    if (contents.token().isPresent()) {
      calls.showModules(true);
      calls.refresh();
    }
    messages.tell(notice(found.stream().findFirst()));
  }

  private List<Found> in(HsmContents contents) {
    return contents.modules().stream()
        .flatMap(module ->
            module.slots().stream()
                .flatMap(slot ->
                    slot.token().filter(uri::fits).stream()
                        .map(token -> new Found(new TokenPlace(module.path(), slot.id()), token))))
        .toList();
  }

  private static HsmNotice notice(Optional<Found> found) {
    return found
        .map(one ->
            new HsmNotice(
                true,
                "The URI names something on the token "
                    + ForeignText.printable(one.token().label()),
                List.of("Log in to it: what the URI names is shown then.")))
        .orElseGet(() ->
            new HsmNotice(
                false,
                "No token that is there has what the URI says",
                List.of(
                    "Open the module of its token, or attach it. All that a URI says must be"
                        + " right: one with another serial number names nothing.")));
  }
}
