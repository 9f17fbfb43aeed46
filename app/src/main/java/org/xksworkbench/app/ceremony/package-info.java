/// Key ceremonies on this workstation: what [org.xksworkbench.bridge.ceremony] runs, on the token
/// that the window works with and on its AWS KMS.
@NullMarked
package org.xksworkbench.app.ceremony;

import org.jspecify.annotations.NullMarked;
