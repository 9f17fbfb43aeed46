/// The second layer of authorization (specification, Authorization): an allow-list over what AWS
/// KMS tells of a request. Optional; the first layer is the key policy at AWS.
@NullMarked
package org.xksworkbench.bridge.xks.policy;

import org.jspecify.annotations.NullMarked;
