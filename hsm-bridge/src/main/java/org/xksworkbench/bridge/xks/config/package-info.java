/// A folder that holds all that a proxy needs to run: `proxy.toml`, its TLS key and certificate,
/// the certificate of the authority that issued it, and the file that the AWS console takes. Made
/// once, readable by its owner alone.
@NullMarked
package org.xksworkbench.bridge.xks.config;

import org.jspecify.annotations.NullMarked;
