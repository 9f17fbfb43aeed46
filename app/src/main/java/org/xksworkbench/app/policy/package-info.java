/// Key policies of KMS keys: made as the AWS KMS console makes them, checked before AWS KMS is
/// asked, and read back into administrators and users.
///
/// The console's policy has up to four statements, told apart by their Sids: the account, the key
/// administrators, the key users, and grants for AWS services (AWS KMS Developer Guide, "Default
/// key policy" and "Key policies in the console"). The console finds administrators and users by
/// these Sids alone, and so does this program.
@NullMarked
package org.xksworkbench.app.policy;

import org.jspecify.annotations.NullMarked;
