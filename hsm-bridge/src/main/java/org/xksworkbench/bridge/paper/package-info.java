/// Pages for people to print, sign and keep: PDF/A4, the font embedded.
@NullMarked
package org.xksworkbench.bridge.paper;

import org.jspecify.annotations.NullMarked;
