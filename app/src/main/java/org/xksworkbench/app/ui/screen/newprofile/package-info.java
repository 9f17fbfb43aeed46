/// Makes a profile of IAM Identity Center from what AWS says that a person may do, so that nobody
/// needs the AWS CLI for it. The user's file is written on their word alone.
@NullMarked
package org.xksworkbench.app.ui.screen.newprofile;

import org.jspecify.annotations.NullMarked;
