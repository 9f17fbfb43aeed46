package org.xksworkbench.bridge.ceremony.evidence;

import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.bouncycastle.asn1.cmp.PKIStatus;
import org.bouncycastle.asn1.nist.NISTObjectIdentifiers;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cms.jcajce.JcaSimpleSignerInfoVerifierBuilder;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.tsp.TSPException;
import org.bouncycastle.tsp.TimeStampRequestGenerator;
import org.bouncycastle.tsp.TimeStampResponse;
import org.bouncycastle.tsp.TimeStampToken;
import org.xksworkbench.bridge.ceremony.Fingerprint;
import org.xksworkbench.bridge.ceremony.format.MalformedEvidence;

/// A time stamp over a seal (RFC 3161): request and answer are files, which somebody carries to the
/// authority and back.
///
/// @param signer certificate of the authority
/// @param others certificates that came along
public record SealTimeStamp(Instant at, X509Certificate signer, List<X509Certificate> others) {

  private static final int SHA256_BYTES = 32;
  private static final Set<Integer> GRANTED =
      Set.of(PKIStatus.GRANTED, PKIStatus.GRANTED_WITH_MODS);

  public SealTimeStamp {
    others = List.copyOf(others);
  }

  /// The request for a seal. It has no nonce: a seal is sealed once, so that no older answer fits.
  ///
  /// @param seal SHA-256 of the seal's file
  public static byte[] query(Fingerprint seal) {
    var generator = new TimeStampRequestGenerator();
    // Who verifies years later has no other source for it.
    generator.setCertReq(true);
    try {
      return generator
          .generate(NISTObjectIdentifiers.id_sha256, HexFormat.of().parseHex(seal.hex()))
          .getEncoded();
    } catch (IOException e) {
      throw new IllegalStateException("A request is written in memory", e);
    }
  }

  /// Reads the answer and checks that it is of this seal and signed by the certificate in it. Who
  /// stands behind that certificate is another question.
  ///
  /// @throws MalformedEvidence if it is none, of something else, or does not hold
  static SealTimeStamp read(byte[] answer, Fingerprint seal) throws MalformedEvidence {
    try {
      var response = new TimeStampResponse(answer);
      var token = response.getTimeStampToken();
      if (token == null || !GRANTED.contains(response.getStatus())) {
        throw new MalformedEvidence("The authority gave no time stamp.");
      }
      return of(token, seal);
    } catch (TSPException | OperatorCreationException | GeneralSecurityException e) {
      throw new MalformedEvidence("The time stamp does not hold: " + e.getMessage(), e);
    } catch (IOException | RuntimeException e) {
      // What Bouncy Castle throws at bytes that are something else.
      throw new MalformedEvidence("It is no answer of a time stamp authority.", e);
    }
  }

  private static SealTimeStamp of(TimeStampToken token, Fingerprint seal)
      throws MalformedEvidence,
          TSPException,
          OperatorCreationException,
          GeneralSecurityException,
          IOException {
    var info = token.getTimeStampInfo();
    var digest = info.getMessageImprintDigest();
    if (!info.getMessageImprintAlgOID().equals(NISTObjectIdentifiers.id_sha256)
        || digest.length != SHA256_BYTES
        || !Arrays.equals(digest, HexFormat.of().parseHex(seal.hex()))) {
      throw new MalformedEvidence("It is a time stamp of something else than this seal.");
    }
    var holders = new ArrayList<X509CertificateHolder>();
    token.getCertificates().getMatches(null).forEach(holders::add);
    var signers = holders.stream().filter(token.getSID()::match).toList();
    if (signers.size() != 1) {
      throw new MalformedEvidence("The certificate of who signed the time stamp is not in it.");
    }
    var signer = signers.getFirst();
    // Also that it may do nothing but sign time stamps, and was valid then.
    token.validate(new JcaSimpleSignerInfoVerifierBuilder().build(signer));
    var others = new ArrayList<X509Certificate>();
    for (var each : holders) {
      others.add(certificate(each));
    }
    return new SealTimeStamp(info.getGenTime().toInstant(), certificate(signer), others);
  }

  private static X509Certificate certificate(X509CertificateHolder holder)
      throws GeneralSecurityException, IOException {
    return (X509Certificate)
        CertificateFactory.getInstance("X.509")
            .generateCertificate(new java.io.ByteArrayInputStream(holder.getEncoded()));
  }

  /// Who says that it was then.
  String authority() {
    return signer.getSubjectX500Principal().getName();
  }
}
