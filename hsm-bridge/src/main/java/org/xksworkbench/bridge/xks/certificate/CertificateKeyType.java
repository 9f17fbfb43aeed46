package org.xksworkbench.bridge.xks.certificate;

import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.AlgorithmParameterSpec;
import java.security.spec.ECGenParameterSpec;
import java.security.spec.RSAKeyGenParameterSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// Keys that public authorities certify and the cipher suites of the specification can use.
public enum CertificateKeyType {
  EC_P256("ec-p256", "EC", new ECGenParameterSpec("secp256r1"), "SHA256withECDSA"),
  EC_P384("ec-p384", "EC", new ECGenParameterSpec("secp384r1"), "SHA384withECDSA"),
  RSA_2048("rsa-2048", "RSA", rsa(2048), "SHA256withRSA"),
  RSA_3072("rsa-3072", "RSA", rsa(3072), "SHA256withRSA"),
  RSA_4096("rsa-4096", "RSA", rsa(4096), "SHA256withRSA");

  private final String word;
  private final String algorithm;

  /// Held by its values alone, which never change.
  @SuppressWarnings("ImmutableEnumChecker")
  private final AlgorithmParameterSpec parameters;

  private final String signature;

  CertificateKeyType(
      String word, String algorithm, AlgorithmParameterSpec parameters, String signature) {
    this.word = word;
    this.algorithm = algorithm;
    this.parameters = parameters;
    this.signature = signature;
  }

  private static AlgorithmParameterSpec rsa(int bits) {
    return new RSAKeyGenParameterSpec(bits, RSAKeyGenParameterSpec.F4);
  }

  /// As commands take it, such as `ec-p256`.
  public String word() {
    return word;
  }

  public static Optional<CertificateKeyType> of(String word) {
    return Arrays.stream(values()).filter(type -> type.word.equals(word)).findFirst();
  }

  public static List<String> words() {
    return Arrays.stream(values()).map(CertificateKeyType::word).toList();
  }

  String signature() {
    return signature;
  }

  KeyPair generate() throws GeneralSecurityException {
    var generator = KeyPairGenerator.getInstance(algorithm);
    generator.initialize(parameters);
    return generator.generateKeyPair();
  }
}
