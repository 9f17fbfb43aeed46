/// How evidence is written: canonical JSON, salted fields, linked lines, signatures, one form of
/// archive. What a line means, and what may follow what, is known in
/// [org.xksworkbench.bridge.ceremony.evidence]. docs/ceremony-format.md describes both for those
/// who write a verifier.
///
/// The same content has one form of bytes everywhere: what is read is written again and compared,
/// Base64 and DER have one text, an ECDSA signature has the smaller s. Otherwise something could be
/// changed unseen, or two people could see two things in one file.
@NullMarked
package org.xksworkbench.bridge.ceremony.format;

import org.jspecify.annotations.NullMarked;
