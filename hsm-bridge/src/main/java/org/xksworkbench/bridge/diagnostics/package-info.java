/// One file for whoever helps: what this installation is and what it said, and nothing secret.
///
/// Secrets are kept out twice. What is structured (settings, policy, folders) is written from the
/// values that are known and never copied as text. What is free text (logs) goes through
/// [Redaction], although no secret is ever logged. Last, the finished bundle is searched for the
/// secrets that this program can know, and not written if one is in it.
@NullMarked
package org.xksworkbench.bridge.diagnostics;

import org.jspecify.annotations.NullMarked;
