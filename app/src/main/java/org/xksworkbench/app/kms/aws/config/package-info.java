/// The user's AWS files and variables, read by rules of our own. They are those of the AWS CLI
/// (botocore), and more tolerant: both the CLI and the SDKs refuse a whole file for one line, and
/// leave out in silence what they do not understand. Here one line costs itself, and is told.
@NullMarked
package org.xksworkbench.app.kms.aws.config;

import org.jspecify.annotations.NullMarked;
