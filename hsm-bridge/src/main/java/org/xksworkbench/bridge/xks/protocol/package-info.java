/// The wire of the XKS proxy API, version 1 (specification 1.0.3).
///
/// ## What AES-GCM authenticates
///
/// The additional authenticated data that goes to the token is framed, so that no byte can move
/// from one field to the other (specification, Encrypt, `ciphertextMetadata`):
///
/// ```
/// +----------------+------------------------------+---------------+--------------------+
/// | 2 bytes, big-  | additionalAuthenticatedData  | 1 byte length | ciphertextMetadata |
/// | endian length  | (length 0 if absent)         | (0 if absent) | (at most 20 bytes) |
/// +----------------+------------------------------+---------------+--------------------+
/// ```
///
/// ## The ciphertext data integrity value (CDIV)
///
/// SHA-256 over `additionalAuthenticatedData || ciphertextMetadata || initializationVector ||
/// ciphertext || authenticationTag`, without lengths, computed before the verifying decrypt
/// (specification, Appendix C): a bit that flips in memory afterwards is then found.
@NullMarked
package org.xksworkbench.bridge.xks.protocol;

import org.jspecify.annotations.NullMarked;
