/// Makes a KMS key in an external key store as one transaction that survives the end of the
/// program.
///
/// AWS KMS needs two calls: CreateKey (with policy and tags) and CreateAlias. What is about to be
/// done is on disk before the first, and each step is noted after its answer. So whatever happens
/// in between, the next start knows that something was begun. Where an answer was lost, the key is
/// found again by what can never change and is unique: the key store and the external key.
@NullMarked
package org.xksworkbench.app.creation;

import org.jspecify.annotations.NullMarked;
