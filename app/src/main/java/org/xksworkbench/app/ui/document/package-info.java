/// Documents that screens write for people.
@NullMarked
package org.xksworkbench.app.ui.document;

import org.jspecify.annotations.NullMarked;
