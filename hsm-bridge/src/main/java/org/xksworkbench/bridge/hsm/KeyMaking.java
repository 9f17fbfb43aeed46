package org.xksworkbench.bridge.hsm;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// Makes a key that people keep, in the window, on the command line and in a ceremony: generated on
/// the token, its check value computed by the token while it may sign, signing ended, read back and
/// compared with what was asked for. A ceremony makes the steps one by one, with people between.
public final class KeyMaking {

  /// What came of it.
  ///
  /// @param key as it was read back
  /// @param checkValue CMAC, 3 bytes; empty where the token cannot
  /// @param asAskedFor false if the token says of an attribute that it is otherwise
  /// @param remarks what is not as it was expected, one sentence each
  public record MadeHsmKey(
      HsmKey key, Optional<byte[]> checkValue, boolean asAskedFor, List<String> remarks) {

    public MadeHsmKey {
      remarks = List.copyOf(remarks);
    }
  }

  /// How a token says that it does not take an attribute.
  private static final Set<String> REFUSALS =
      Set.of(
          "CKR_TEMPLATE_INCONSISTENT",
          "CKR_TEMPLATE_INCOMPLETE",
          "CKR_ATTRIBUTE_TYPE_INVALID",
          "CKR_ATTRIBUTE_VALUE_INVALID",
          "CKR_ATTRIBUTE_READ_ONLY");

  private final HsmSession session;

  public KeyMaking(HsmSession session) {
    this.session = session;
  }

  /// What may be tried after a token refused to make a key. It is tried on a person's word alone:
  /// the key will be less than was asked for.
  ///
  /// @return empty if a smaller template would not help
  public static Optional<AesKeyTemplate> smallerAfter(
      AesKeyTemplate template, HsmException failure) {
    return Optional.of(template)
        .filter(_ -> REFUSALS.contains(failure.returnCode()))
        .map(AesKeyTemplate::asSmaller)
        .filter(smaller -> !smaller.equals(template));
  }

  /// All steps at once. Where signing is left to the token there is no check value, and nothing is
  /// changed afterwards.
  ///
  /// @throws HsmException if the key was not made, or was made and cannot be read back; the message
  ///   tells which
  public MadeHsmKey make(AesKeyTemplate template) {
    if (!template.namesSigning()) {
      return report(template, generate(template, false), Optional.empty(), new ArrayList<>());
    }
    var key = generate(template, true);
    var remarks = new ArrayList<String>();
    Optional<byte[]> checkValue = Optional.empty();
    try {
      checkValue = Optional.of(checkValue(key));
    } catch (HsmException e) {
      remarks.add("There is no check value: " + e.getMessage());
    }
    if (!template.usages().contains(KeyUsage.SIGN)) {
      endSigning(key).ifPresent(why -> remarks.add("CKA_SIGN stays true: " + why));
    }
    return report(template, key, checkValue, remarks);
  }

  private MadeHsmKey report(
      AesKeyTemplate template, HsmKey key, Optional<byte[]> checkValue, List<String> remarks) {
    var made = readBack(key);
    template.differences(made).stream()
        // Said already, with its reason.
        .filter(difference ->
            remarks.isEmpty() || !difference.startsWith(AttributeType.SIGN.title() + " "))
        .forEach(remarks::add);
    return new MadeHsmKey(new HsmKey(made), checkValue, !template.isContradictedBy(made), remarks);
  }

  /// Generates it.
  ///
  /// @param forCheckValue whether the key may sign beside what it is for, until [#endSigning]
  public HsmKey generate(AesKeyTemplate template, boolean forCheckValue) {
    var usages = EnumSet.noneOf(KeyUsage.class);
    usages.addAll(template.usages());
    if (forCheckValue) {
      usages.add(KeyUsage.SIGN);
    }
    return session.generateAesKey(
        new AesKeyTemplate(template.label(), template.sizeBits(), usages, template.leftOut()));
  }

  /// The CMAC of a key that may sign. Once signing is ended it can never be computed again.
  public byte[] checkValue(HsmKey key) {
    return session.objects().checkValue(key.ref(), CheckValueMethod.CMAC);
  }

  /// Ends signing.
  ///
  /// @return why the key may still sign, a sentence; empty if it may not
  public Optional<String> endSigning(HsmKey key) {
    try {
      return session.objects().setUsage(key.ref(), KeyUsage.SIGN, false).is(AttributeType.SIGN)
          ? Optional.of("the token took the change and did not make it.")
          : Optional.empty();
    } catch (HsmException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  private HsmObject readBack(HsmKey key) {
    try {
      return session.objects().readWith(key.ref(), Set.of());
    } catch (HsmException e) {
      throw new HsmException(
          e.reason(),
          "The key "
              + key.label()
              + " was made, but could not be read back and compared. Look at it before you use it. "
              + e.getMessage(),
          e.returnCode(),
          e);
    }
  }
}
