/// The XKS proxy of this workstation: whether it runs, what it serves, its credentials and blocks,
/// and its requests as they come. Needs the proxy's control; without one it says so.
@NullMarked
package org.xksworkbench.app.ui.screen.proxyconsole;

import org.jspecify.annotations.NullMarked;
