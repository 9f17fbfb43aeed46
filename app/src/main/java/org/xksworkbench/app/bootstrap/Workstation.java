package org.xksworkbench.app.bootstrap;

import java.nio.file.Path;
import java.util.Optional;
import org.xksworkbench.app.activity.ActivityLog;
import org.xksworkbench.app.activity.ConnectionHistory;
import org.xksworkbench.app.doctor.Network;
import org.xksworkbench.app.fault.DemoFaults;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.app.settings.Settings;
import org.xksworkbench.app.ui.dialog.Dialogs;
import org.xksworkbench.app.ui.task.Tasks;
import org.xksworkbench.bridge.guard.MachinePolicy;
import org.xksworkbench.bridge.store.KeptFiles;

/// What stays when the user goes to another profile or Region.
///
/// @param stateFolder where what is being created is noted
/// @param files that are kept, and what is wrong with them
/// @param policy of this machine
/// @param faults the switches of the demo; empty outside it
public record Workstation(
    AttachedHsm hsm,
    OwnProxy proxy,
    Settings settings,
    ActivityLog activity,
    Path stateFolder,
    ConnectionHistory history,
    KeyRecords records,
    KeptFiles files,
    Network network,
    Tasks tasks,
    Dialogs dialogs,
    MachinePolicy policy,
    Optional<DemoFaults> faults) {}
