/// What went wrong, in words: what happened, likely causes, the next step. Every failure that a
/// user sees is made here, so that the same failure reads the same everywhere.
@NullMarked
package org.xksworkbench.app.problem;

import org.jspecify.annotations.NullMarked;
