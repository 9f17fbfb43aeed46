/// What keeps a user from changing something by accident: an AWS profile is read-only until its
/// user unlocks it. The lock is asked below the window and below the command line, where a change
/// is made, so no menu, key or option leads around it. A helper process changes no token without
/// the leave of the profile that it is done for.
///
/// Window and command line share one file in the user's configuration folder. It is read at every
/// question, so that a profile that is locked in one of them is locked in the other at once. A file
/// that cannot be read locks everything.
///
/// Above the user stands the policy of the machine, [MachinePolicy]: what its administrator does
/// not allow, no unlocking allows.
@NullMarked
package org.xksworkbench.bridge.guard;

import org.jspecify.annotations.NullMarked;
