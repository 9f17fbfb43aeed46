/// The port to a hardware security module: what the rest of the program knows of PKCS#11.
///
/// Values only cross this border, so that an implementation can live in another process: no handle,
/// no template and no return code of Cryptoki is in any signature here. Names are those of PKCS#11
/// version 3.1 (OASIS), with the `CKA_` and `CKF_` prefixes dropped.
///
/// Every call blocks and may take as long as the device takes; none can be interrupted.
@NullMarked
package org.xksworkbench.bridge.hsm;

import org.jspecify.annotations.NullMarked;
