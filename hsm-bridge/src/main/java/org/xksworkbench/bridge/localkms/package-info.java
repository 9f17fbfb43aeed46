/// A stand-in for AWS KMS on loopback that really calls an XKS proxy. It speaks the wire protocol
/// of AWS KMS (JSON 1.1, `X-Amz-Target: TrentService.<Operation>`), keeps everything in memory,
/// does not authenticate callers, and says so. It does not trust the proxy either: TLS is verified,
/// lengths and the integrity value are checked, as AWS KMS does.
///
/// ## The ciphertext blob
///
/// Our own format; AWS does not publish its own. Two layers, as in AWS KMS: the inner one with key
/// material of this stand-in, the outer one by the external key.
///
/// ```
/// +------+---------+--------------+----------+----------------------------------------------+----------
/// | XWLK | version | key ID       | inner IV | external keys only:                          | ciphertext
/// | 4    | 1 byte  | UUID, 16     | 12 bytes | metadata length 1, metadata, IV length 1, IV,| the rest
/// |      |         | bytes        |          | tag 16                                       |
/// +------+---------+--------------+----------+----------------------------------------------+----------
/// ```
///
/// Version 1 is a key of AWS KMS alone, version 2 a key in an external key store. Both layers
/// authenticate everything up to the inner IV and the SHA-256 of the encryption context (sorted
/// names and values, each with its length before it).
@NullMarked
package org.xksworkbench.bridge.localkms;

import org.jspecify.annotations.NullMarked;
