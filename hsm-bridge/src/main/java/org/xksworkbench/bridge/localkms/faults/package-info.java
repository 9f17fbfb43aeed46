/// What goes wrong on purpose, so that a program can be shown what happens then.
@NullMarked
package org.xksworkbench.bridge.localkms.faults;

import org.jspecify.annotations.NullMarked;
