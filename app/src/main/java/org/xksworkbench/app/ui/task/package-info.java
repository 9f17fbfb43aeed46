/// The one way to work in the background, and the only caller of `Platform.runLater`.
///
/// Services block and throw; view models name a task, say on which lane it runs, and take its
/// result on the window's thread. No failure can be silent: what no handler takes, and what a
/// handler throws, reaches the one [org.xksworkbench.app.ui.task.ProblemReporter].
@NullMarked
package org.xksworkbench.app.ui.task;

import org.jspecify.annotations.NullMarked;
