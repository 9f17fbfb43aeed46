/// Makes the clients of the SDK: the only place where one is made. Each of them has the shared HTTP
/// client behind a guard that knows where its requests may go.
@NullMarked
package org.xksworkbench.app.kms.aws.client;

import org.jspecify.annotations.NullMarked;
