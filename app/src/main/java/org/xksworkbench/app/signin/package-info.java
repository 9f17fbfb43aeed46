/// What happens when credentials end in the middle of work: the request waits until the user has
/// signed in again, and goes on. A request that was refused for its credentials did nothing, so it
/// is safe to send it again.
@NullMarked
package org.xksworkbench.app.signin;

import org.jspecify.annotations.NullMarked;
