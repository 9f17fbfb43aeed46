/// What was found of tokens, kept until the module, its firmware or what was asked for changes.
@NullMarked
package org.xksworkbench.bridge.probe;

import org.jspecify.annotations.NullMarked;
