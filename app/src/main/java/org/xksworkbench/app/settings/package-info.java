/// What the user chose and the window remembers: nothing that is secret.
@NullMarked
package org.xksworkbench.app.settings;

import org.jspecify.annotations.NullMarked;
