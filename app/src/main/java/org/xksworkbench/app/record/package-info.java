/// What people recorded of keys: backups and ceremonies, in the user's state folder.
@NullMarked
package org.xksworkbench.app.record;

import org.jspecify.annotations.NullMarked;
