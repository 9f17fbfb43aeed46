/// The sign-in to AWS where it is wanted: beside requests that wait for it, and where a profile is
/// made.
@NullMarked
package org.xksworkbench.app.ui.signin;

import org.jspecify.annotations.NullMarked;
