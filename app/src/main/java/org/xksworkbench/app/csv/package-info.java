/// The one writer of comma-separated values.
@NullMarked
package org.xksworkbench.app.csv;

import org.jspecify.annotations.NullMarked;
