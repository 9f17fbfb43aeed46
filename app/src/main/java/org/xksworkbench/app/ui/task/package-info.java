/// The one way to work in the background, and the only caller of `Platform.runLater`.
///
/// Services block and throw; view models name a task, say what kind of
/// [job][org.xksworkbench.app.ui.task.Job] it is, and take its result on the window's thread. Work
/// takes what it needs of a view model before it begins: on its own thread it reads no property. No
/// failure can be silent: what no handler takes, and what a handler throws, reaches the one
/// [org.xksworkbench.app.ui.task.ProblemReporter]; what does not come within the deadline of its
/// job is a failure too.
@NullMarked
package org.xksworkbench.app.ui.task;

import org.jspecify.annotations.NullMarked;
