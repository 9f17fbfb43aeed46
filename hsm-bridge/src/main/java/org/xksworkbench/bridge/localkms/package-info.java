/// A stand-in for AWS KMS on loopback that really calls an XKS proxy. It does not authenticate
/// callers, and says so. It does not trust the proxy either: TLS is verified, the form and lengths
/// of answers and the integrity value are checked, as AWS KMS does.
///
/// [org.xksworkbench.bridge.localkms.operations.KmsApi] lists every operation. What is known of AWS
/// KMS stands in four tables, one a file: constraints of parameters (`KmsShapes`), what may be done
/// in which connection state (`StoreConnection`) and key state (`LocalKeyState`), and what becomes
/// of a proxy's failure (`ProxyError`). A request is checked in this order: form, existence and
/// state, uniqueness, then the proxy. docs/local-kms.md tells users what is supported, and which
/// reading is taken where AWS's documents contradict each other.
///
/// | package | holds |
/// |---|---|
/// | `wire` | the protocols of AWS services, and nothing of what the services do |
/// | `account` | the account and its Region, and STS, IAM and CloudTrail beside AWS KMS |
/// | `state` | what AWS KMS keeps, as values that never change, and the rules of their states |
/// | `faults` | what goes wrong on purpose |
/// | `proxy` | the calls to an XKS proxy, and what becomes of their failures |
/// | `operations` | what each operation of AWS KMS does |
/// | `seed` | what is there at the start |
/// | `files` | seed, faults and state as files |
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
/// names and values, each with its length before it). So the context of a request is bound to the
/// ciphertext in any order of its pairs, and the proxy never sees it.
@NullMarked
package org.xksworkbench.bridge.localkms;

import org.jspecify.annotations.NullMarked;
