package org.xksworkbench.app.ui.screen.hsmbrowser;

import org.xksworkbench.app.lineage.LineageReader;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.app.record.KeyRecords;
import org.xksworkbench.bridge.probe.ProbedTokens;

/// Who tells of a token and its keys, besides the token.
public record KeySources(
    LineageReader lineages, OwnProxy proxy, KeyRecords records, ProbedTokens probed) {}
