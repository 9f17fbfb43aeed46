/// External key stores of the account and Region: which exist, whether they are connected, and why
/// not. Needs AWS KMS.
@NullMarked
package org.xksworkbench.app.ui.screen.keystorelist;

import org.jspecify.annotations.NullMarked;
