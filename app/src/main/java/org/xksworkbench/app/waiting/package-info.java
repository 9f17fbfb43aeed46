/// Who waits for the work of the present thread, for those deep below who hear that it goes on:
/// adapters to AWS and to HSMs.
@NullMarked
package org.xksworkbench.app.waiting;

import org.jspecify.annotations.NullMarked;
