package org.xksworkbench.app.ui.screen.createkey;

import org.xksworkbench.app.creation.AwsCommands;
import org.xksworkbench.app.creation.KeyCensus;
import org.xksworkbench.app.creation.KeyCreation;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.kms.Principals;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.record.KeyRecords;

/// What the form asks and uses.
public record Services(
    KeyManagement kms,
    AttachedHsm hsm,
    OwnProxy proxy,
    Principals principals,
    KeyCensus census,
    KeyCreation creation,
    AwsCommands commands,
    KeyRecords records) {}
