/// The look: AtlantaFX's Primer themes, light and dark, and this program's own style sheet.
@NullMarked
package org.xksworkbench.app.ui.theme;

import org.jspecify.annotations.NullMarked;
