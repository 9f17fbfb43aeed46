/// Where the credentials of a profile come from: a plan made by the rules of the AWS CLI
/// (botocore), and the providers of the SDK put together from parts by it. The SDK's own providers
/// of profiles make clients inside that no guard, proxy or authority of ours reaches.
@NullMarked
package org.xksworkbench.app.kms.aws.credentials;

import org.jspecify.annotations.NullMarked;
