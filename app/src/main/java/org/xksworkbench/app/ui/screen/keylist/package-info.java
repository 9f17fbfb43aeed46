/// Customer managed keys of the account and Region. Needs AWS KMS.
@NullMarked
package org.xksworkbench.app.ui.screen.keylist;

import org.jspecify.annotations.NullMarked;
