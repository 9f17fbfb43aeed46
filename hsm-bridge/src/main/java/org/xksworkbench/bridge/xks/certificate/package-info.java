/// The certificate of a proxy: asked for, held against what AWS KMS demands, put into its place.
@NullMarked
package org.xksworkbench.bridge.xks.certificate;

import org.jspecify.annotations.NullMarked;
