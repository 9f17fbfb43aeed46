/// The operations of AWS KMS, one class for each kind of resource.
/// [org.xksworkbench.bridge.localkms.operations.KmsApi] lists them, `KmsShapes` what they take.
@NullMarked
package org.xksworkbench.bridge.localkms.operations;

import org.jspecify.annotations.NullMarked;
