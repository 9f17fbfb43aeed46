/// What can be made to go wrong in the demo, and what a user meets then. Knows nothing of how it is
/// done.
@NullMarked
package org.xksworkbench.app.fault;

import org.jspecify.annotations.NullMarked;
