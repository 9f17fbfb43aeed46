/// Verification of AWS Signature Version 4 (AWS General Reference, Signature Version 4; XKS
/// specification, Appendix A), the inverse of what AWS KMS does:
///
/// 1. The `Authorization` header names access key ID, credential scope (day, Region, service),
///    signed headers and signature.
/// 2. The canonical request is made of method, path, query, signed headers and the SHA-256 of the
///    body; its hash, the time and the scope make the string to sign.
/// 3. The signing key is derived from the secret access key by four HMACs over day, Region, service
///    and `aws4_request`.
/// 4. The HMAC of the string to sign is compared in constant time.
///
/// Host and `x-amz-date` must be signed, and the time must be within five minutes of ours. Nothing
/// is trusted because an equal request was seen before.
@NullMarked
package org.xksworkbench.bridge.xks.auth;

import org.jspecify.annotations.NullMarked;
