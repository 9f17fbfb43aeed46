/// One KMS key: its metadata, the external key behind it, and the proof that the whole loop works.
/// Needs AWS KMS and, for what AWS KMS does not report, the XKS proxy of this workstation.
@NullMarked
package org.xksworkbench.app.ui.screen.keydetail;

import org.jspecify.annotations.NullMarked;
