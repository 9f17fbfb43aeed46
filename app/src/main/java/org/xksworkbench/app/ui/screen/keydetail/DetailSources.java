package org.xksworkbench.app.ui.screen.keydetail;

import org.xksworkbench.app.creation.ChangeTexts;
import org.xksworkbench.app.creation.KeyCreation;
import org.xksworkbench.app.kms.KeyEvents;
import org.xksworkbench.app.kms.KeyManagement;
import org.xksworkbench.app.proxy.OwnProxy;

/// Where what is shown of a key comes from.
///
/// @param events of CloudTrail
/// @param creation what was noted of the keys that were made here
/// @param proxy ours, which is asked for the external key
public record DetailSources(
    KeyManagement kms, KeyEvents events, KeyCreation creation, ChangeTexts texts, OwnProxy proxy) {}
