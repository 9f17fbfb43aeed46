/// What users read, in resource bundles: one a screen, so that another language is a file beside
/// it.
@NullMarked
package org.xksworkbench.app.words;

import org.jspecify.annotations.NullMarked;
