/// How the user wants the window: colours, language, and from where on it warns.
@NullMarked
package org.xksworkbench.app.ui.screen.preferences;

import org.jspecify.annotations.NullMarked;
