/// Where everything is wired, by constructors: the one place that knows all parts.
@NullMarked
package org.xksworkbench.app.bootstrap;

import org.jspecify.annotations.NullMarked;
