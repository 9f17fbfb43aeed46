/// How requests of a profile leave this computer and how far they get, for whoever sits behind a
/// company's network. Needs the check of the way to AWS.
@NullMarked
package org.xksworkbench.app.ui.screen.awsconnection;

import org.jspecify.annotations.NullMarked;
