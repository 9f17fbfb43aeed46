package org.xksworkbench.bridge.hsm;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes the key for an external key store as it is made in the window: generated, its check value
/// computed by the token while it may sign, the usage ended, read back and compared.
public final class TokenKeyMaking {

  /// What came of it.
  ///
  /// @param checkValue CMAC, 3 bytes; empty where the token cannot
  /// @param remarks what is not as it was expected, one sentence each
  public record Made(HsmObject key, Optional<byte[]> checkValue, List<String> remarks) {

    public Made {
      remarks = List.copyOf(remarks);
    }
  }

  private TokenKeyMaking() {}

  /// @throws HsmException if the key was not made
  public static Made make(HsmSession session, AesKeyTemplate template) {
    var signs = EnumSet.copyOf(template.usages());
    signs.add(KeyUsage.SIGN);
    var made =
        session.generateAesKey(new AesKeyTemplate(template.label(), template.sizeBits(), signs));
    var remarks = new ArrayList<String>();
    var checkValue = checkValue(session, made.ref(), remarks);
    if (!template.usages().contains(KeyUsage.SIGN)) {
      endSigning(session, made.ref(), remarks);
    }
    var object = session.objects().readWith(made.ref(), Set.of());
    template.differences(object).stream()
        // Said already, with its reason.
        .filter(difference ->
            remarks.isEmpty() || !difference.startsWith(AttributeType.SIGN.title() + " "))
        .forEach(remarks::add);
    return new Made(object, checkValue, remarks);
  }

  private static Optional<byte[]> checkValue(
      HsmSession session, ObjectRef key, List<String> remarks) {
    try {
      return Optional.of(session.objects().checkValue(key, CheckValueMethod.CMAC));
    } catch (HsmException e) {
      remarks.add("There is no check value: " + e.getMessage());
      return Optional.empty();
    }
  }

  private static void endSigning(HsmSession session, ObjectRef key, List<String> remarks) {
    try {
      if (session.objects().setUsage(key, KeyUsage.SIGN, false).is(AttributeType.SIGN)) {
        remarks.add("CKA_SIGN stays true: the token took the change and did not make it.");
      }
    } catch (HsmException e) {
      remarks.add("CKA_SIGN stays true: " + e.getMessage());
    }
  }
}
