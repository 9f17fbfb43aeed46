/// What happened in a ceremony: an append-only file, and its check.
///
/// A transcript is UTF-8 text, one record a line, each line canonical JSON (RFC 8785) and ended by
/// a line feed. A record is
///
/// ```json
/// {"fields":{"at":{"salt":"…","value":"…"},"kind":{…}},"hash":"…","n":7,"previous":"…"}
/// ```
///
/// - A field is a salted leaf: `SHA-256("leaf\n" + canonical({"name","salt","value"}))`. In a
///   disclosed transcript a field may be `{"leaf":"…"}` instead: the hash of what is withheld. The
///   salt (16 random bytes) keeps a short value from being guessed.
/// - `hash` is `SHA-256("record\n" + canonical({"leaves":{name: leaf},"n","previous"}))`;
///   `previous` is the hash of the record before, 64 zeros for the first.
/// - The first record is `opened` (the header), the last `closed`. Its hash is the fingerprint of
///   the transcript, the same for the full and for the disclosed one.
/// - One more line holds the signature: `{"algorithm","fingerprint","publicKey", "signature"}`.
///   What is signed is `"xks-workbench ceremony transcript 1\n" + fingerprint`. The header names
///   the key that will sign. The algorithm is `Ed25519`, or `ECDSA-P256-SHA256` for a key in an
///   HSM, with r and s one after the other. Of its two forms the one with the smaller s is taken.
///
/// Numbers are integers. All binary values are lower-case hexadecimal, because Base64 has more than
/// one text for the same bytes.
///
/// A line is written and forced to the disk before anything else happens. A last line without its
/// line feed was torn by a crash: nothing followed from it, and it is set aside.
@NullMarked
package org.xksworkbench.bridge.ceremony.transcript;

import org.jspecify.annotations.NullMarked;
