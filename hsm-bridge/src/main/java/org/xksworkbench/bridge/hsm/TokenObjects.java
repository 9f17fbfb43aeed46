package org.xksworkbench.bridge.hsm;

import java.util.List;
import java.util.Set;

/// All objects of a token, for those who look into it and look after it. Belongs to a login and
/// ends with it. Safe for use by several threads.
public interface TokenObjects {

  /// Numbers of all objects that the login shows, as [ObjectRef#number]. Finding is quick; read
  /// them in pieces of some hundred, so that nobody waits for ten thousand.
  List<Long> find();

  /// As [#find()], of one class only.
  List<Long> find(ObjectClass objectClass);

  /// As [#find()], of one class and label only.
  List<Long> find(ObjectClass objectClass, String label);

  /// Reads objects with every attribute that is legal for their class and that the token tells.
  /// Those that are gone by now are left out.
  List<HsmObject> read(List<Long> numbers);

  /// Reads one object once more, and with it attributes that no standard names: PKCS#11 has no way
  /// to ask which ones of the vendor's there are.
  ///
  /// @param vendorTypes numbers of attributes of the vendor, 0x80000000 and above; others are
  ///   refused, because key material could be among them
  HsmObject readWith(ObjectRef object, Set<Long> vendorTypes);

  /// Gives an object another label.
  ///
  /// @throws HsmException with [HsmException.Reason#LABEL_IN_USE] if another object of its class
  ///   has it
  @ChangesToken("C_SetAttributeValue")
  HsmObject setLabel(ObjectRef object, String label);

  /// Gives an object another ID.
  ///
  /// @param id lower-case hexadecimal, an even number of digits
  /// @throws HsmException with [HsmException.Reason#LABEL_IN_USE] if another object of its class
  ///   has it
  @ChangesToken("C_SetAttributeValue")
  HsmObject setId(ObjectRef object, String id);

  /// Allows or ends one usage and reads the object back, which tells whether the token did it.
  @ChangesToken("C_SetAttributeValue")
  HsmObject setUsage(ObjectRef object, KeyUsage usage, boolean allowed);

  /// Deletes an object (`C_DestroyObject`). Cannot be undone.
  @ChangesToken("C_DestroyObject")
  void delete(ObjectRef object);

  /// A check value of a secret key, done or told by the token, 3 bytes.
  ///
  /// @throws HsmException with the reason why there is none
  byte[] checkValue(ObjectRef key, CheckValueMethod method);
}
