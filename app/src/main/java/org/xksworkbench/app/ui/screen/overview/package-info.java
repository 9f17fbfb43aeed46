/// The whole loop at a glance: key stores, XKS proxies and token with the links between them, a few
/// figures, and what needs attention with the way to mend it.
@NullMarked
package org.xksworkbench.app.ui.screen.overview;

import org.jspecify.annotations.NullMarked;
