/// KMS keys whose creation was begun and did not come to its end: says what exists of each, and
/// finishes or undoes it. Needs AWS KMS and the records on this machine.
@NullMarked
package org.xksworkbench.app.ui.screen.unfinishedkeys;

import org.jspecify.annotations.NullMarked;
