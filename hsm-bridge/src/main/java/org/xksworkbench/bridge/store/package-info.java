/// The files that this program keeps: readable by their owner alone, replaced as a whole or
/// extended by whole lines, forced to disk, and never overwritten where they cannot be understood.
///
/// A [org.xksworkbench.bridge.store.Document] is one record in one file; a
/// [org.xksworkbench.bridge.store.LineLog] is a record a line. Both throw
/// [org.xksworkbench.bridge.store.StoreException] and nothing else. What a window keeps goes
/// through [org.xksworkbench.bridge.store.KeptDocument] and
/// [org.xksworkbench.bridge.store.KeptLog], which go on in memory while the disk does not take it.
///
/// Nothing is deleted but by its owner's word. [org.xksworkbench.bridge.store.Deletion] is the one
/// class that deletes: one file, which its caller made itself, or the files that the list of a
/// folder names ([org.xksworkbench.bridge.store.MadeFiles]). Everything else that stands in the way
/// is set aside under a name with the date ([org.xksworkbench.bridge.store.Aside]).
///
/// Processes of one user exclude each other by a lock on `.<name>.lock` beside the file: a lock on
/// the file itself would be lost when it is replaced. The lock file stays, empty.
@NullMarked
package org.xksworkbench.bridge.store;

import org.jspecify.annotations.NullMarked;
