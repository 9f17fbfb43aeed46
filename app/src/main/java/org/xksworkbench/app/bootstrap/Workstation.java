package org.xksworkbench.app.bootstrap;

import java.nio.file.Path;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.activity.ConnectionHistory;
import org.xksworkbench.app.doctor.Network;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Tasks;

/// What stays when the user goes to another profile or Region.
///
/// @param stateFolder where what is being created is noted
public record Workstation(
    AttachedHsm hsm,
    OwnProxy proxy,
    Settings settings,
    ActivityLog activity,
    Path stateFolder,
    ConnectionHistory history,
    Network network,
    Tasks tasks,
    Dialogs dialogs) {}
