/// What was done from this workstation: every call that changed or tried to change something.
@NullMarked
package org.xksworkbench.app.activity;

import org.jspecify.annotations.NullMarked;
