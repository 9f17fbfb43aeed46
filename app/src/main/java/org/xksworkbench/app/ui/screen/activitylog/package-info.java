/// What was done from this workstation since the program started. Needs the activity log.
@NullMarked
package org.xksworkbench.app.ui.screen.activitylog;

import org.jspecify.annotations.NullMarked;
