/// The connection doctor: walks the way from this workstation to an XKS proxy as AWS KMS would,
/// step by step, and names the first step that fails, what it means and what AWS KMS would say.
///
/// It sees the path from this workstation and not the one from AWS, and it validates certificates
/// against the authorities of this computer and not against the list of AWS KMS. So a pass here is
/// necessary for AWS KMS, and not sufficient.
@NullMarked
package org.xksworkbench.app.doctor;

import org.jspecify.annotations.NullMarked;
