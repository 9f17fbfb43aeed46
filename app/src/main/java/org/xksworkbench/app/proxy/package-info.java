/// The XKS proxy of this workstation, where there is one: what the window can tell of an external
/// key and of a request although AWS KMS does not report it.
@NullMarked
package org.xksworkbench.app.proxy;

import org.jspecify.annotations.NullMarked;
