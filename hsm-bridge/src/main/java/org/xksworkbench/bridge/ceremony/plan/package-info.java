/// The plan of a ceremony: one reviewed YAML file, the only script.
///
/// What is reviewed is byte for byte what is executed: the transcript's header holds the SHA-256 of
/// the file. A plan therefore holds nothing that differs between machines (no PIN, no slot, no
/// path); that is in a [org.xksworkbench.bridge.ceremony.plan.Binding], a file of its own.
///
/// The published schema is `ceremony-plan.schema.json` beside this package. The reader here checks
/// more than a schema can, and names the line.
@NullMarked
package org.xksworkbench.bridge.ceremony.plan;

import org.jspecify.annotations.NullMarked;
