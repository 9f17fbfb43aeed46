package org.xksworkbench.app.ui.screen.hsmbrowser;

import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.record.KeyRecords;

/// Who tells of the keys of a token, besides the token.
public record KeySources(LineageReader lineages, OwnProxy proxy, KeyRecords records) {}
