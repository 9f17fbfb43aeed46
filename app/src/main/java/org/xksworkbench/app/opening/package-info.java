/// Opening what takes a while and may fail: told while it goes on, and closed part by part.
@NullMarked
package org.xksworkbench.app.opening;

import org.jspecify.annotations.NullMarked;
