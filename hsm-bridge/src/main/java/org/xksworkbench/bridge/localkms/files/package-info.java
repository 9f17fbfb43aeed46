/// What a local KMS reads from files and keeps in one: seed and faults in TOML, the state in JSON.
@NullMarked
package org.xksworkbench.bridge.localkms.files;

import org.jspecify.annotations.NullMarked;
