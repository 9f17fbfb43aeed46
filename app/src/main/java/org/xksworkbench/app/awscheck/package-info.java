/// What a check of the way to AWS found, in words for people and for programs. Window and terminal
/// show the same.
@NullMarked
package org.xksworkbench.app.awscheck;

import org.jspecify.annotations.NullMarked;
