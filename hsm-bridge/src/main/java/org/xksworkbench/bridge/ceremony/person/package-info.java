/// The keys by which people act: each line of evidence of version 2 is signed by whoever acts in
/// it.
///
/// A private key is open for one signature and closed again. Keys in files are here; a smart card
/// signs by the same interface, [org.xksworkbench.bridge.ceremony.person.LineSigner].
@NullMarked
package org.xksworkbench.bridge.ceremony.person;

import org.jspecify.annotations.NullMarked;
