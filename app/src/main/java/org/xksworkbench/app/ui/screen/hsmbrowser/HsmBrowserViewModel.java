package org.xksworkbench.app.ui.screen.hsmbrowser;

import javafx.beans.property.BooleanProperty;
import javafx.beans.property.ReadOnlyObjectProperty;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.navigation.Navigator;
import org.xksworkbench.app.ui.task.Loadable;
import org.xksworkbench.app.ui.task.TaskScope;
import org.xksworkbench.app.ui.task.Tasks;

/// Modules and tokens of this workstation, or the objects of the token that is logged in to. What
/// is done with them is each part's own.
public final class HsmBrowserViewModel implements AutoCloseable {

  private final TaskScope scope;
  private final HsmCalls calls;
  private final MessagesViewModel messages = new MessagesViewModel();
  private final ModulesViewModel modules;
  private final ObjectListViewModel objects;
  private final ObjectChangesViewModel changes;
  private final DeletionViewModel deletion;
  private final KeyMakingViewModel making;
  private final ExportViewModel export;
  private final ObjectDetail detail;

  public HsmBrowserViewModel(
      AttachedHsm hsm, KeySources sources, Tasks tasks, Dialogs dialogs, Navigator navigator) {
    scope = tasks.scope();
    calls = new HsmCalls(hsm, tasks, scope, messages);
    var losses = new TokenLossReader(hsm, calls, sources.lineages(), tasks, scope);
    modules = new ModulesViewModel(hsm, calls, losses, dialogs, messages);
    var checkValues = new KnownCheckValues(calls, sources.records());
    var kmsKeys = new KmsKeyUse(sources.lineages(), tasks, scope);
    objects =
        new ObjectListViewModel(
            calls,
            new ObjectReader(calls, tasks, scope, messages),
            new ObjectRows(sources.proxy(), kmsKeys, checkValues),
            kmsKeys);
    changes = new ObjectChangesViewModel(calls, objects, sources.records(), dialogs, messages);
    deletion = new DeletionViewModel(calls, objects, kmsKeys, sources.records(), dialogs);
    making = new KeyMakingViewModel(calls, objects, checkValues, dialogs, messages);
    export = new ExportViewModel(calls, objects, tasks, scope, dialogs, messages);
    detail =
        new ObjectDetail(
            objects.selected(),
            calls::token,
            new CheckValueViewModel(calls, objects, checkValues, dialogs, messages),
            new VendorAttributesViewModel(calls, objects, messages),
            new TokenFactsViewModel(hsm, tasks, scope, messages),
            new CapabilitiesViewModel(hsm, sources.probed(), tasks, scope, messages),
            navigator);
  }

  public ReadOnlyObjectProperty<Loadable<HsmContents>> contents() {
    return calls.contents();
  }

  public BooleanProperty busy() {
    return calls.busy();
  }

  public MessagesViewModel messages() {
    return messages;
  }

  ModulesViewModel modules() {
    return modules;
  }

  public ObjectListViewModel objects() {
    return objects;
  }

  public ObjectChangesViewModel changes() {
    return changes;
  }

  DeletionViewModel deletion() {
    return deletion;
  }

  KeyMakingViewModel making() {
    return making;
  }

  ExportViewModel export() {
    return export;
  }

  public ObjectDetail detail() {
    return detail;
  }

  /// Selects the key with a label as soon as it is read.
  public void want(String label) {
    objects.want(label);
  }

  /// Leads to what a PKCS#11 URI names: an object by the search, its token by logging in to it.
  public void find(String uri) {
    NamedToken.find(uri, objects, calls, modules, messages);
  }

  public void refresh() {
    calls.refresh();
  }

  /// Shows modules and slots even while a token is logged in to, or the token again.
  void showModules(boolean show) {
    calls.showModules(show);
    calls.refresh();
  }

  @Override
  public void close() {
    scope.close();
  }
}
