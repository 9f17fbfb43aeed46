package org.xksworkbench.bridge.guard;

import java.util.List;
import java.util.Set;
import org.xksworkbench.bridge.hsm.CheckValueMethod;
import org.xksworkbench.bridge.hsm.HsmObject;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.ObjectClass;
import org.xksworkbench.bridge.hsm.ObjectRef;
import org.xksworkbench.bridge.hsm.TokenObjects;

/// The objects of the login that [GuardedHsm] gives.
final class GuardedTokenObjects implements TokenObjects {

  private final TokenObjects objects;
  private final ChangeLock lock;

  GuardedTokenObjects(TokenObjects objects, ChangeLock lock) {
    this.objects = objects;
    this.lock = lock;
  }

  @Override
  public List<Long> find() {
    return objects.find();
  }

  @Override
  public List<Long> find(ObjectClass objectClass) {
    return objects.find(objectClass);
  }

  @Override
  public List<Long> find(ObjectClass objectClass, String label) {
    return objects.find(objectClass, label);
  }

  @Override
  public List<HsmObject> read(List<Long> numbers) {
    return objects.read(numbers);
  }

  @Override
  public HsmObject readWith(ObjectRef object, Set<Long> vendorTypes) {
    return objects.readWith(object, vendorTypes);
  }

  @Override
  public HsmObject setLabel(ObjectRef object, String label) {
    lock.requireUnlocked("C_SetAttributeValue");
    return objects.setLabel(object, label);
  }

  @Override
  public HsmObject setId(ObjectRef object, String id) {
    lock.requireUnlocked("C_SetAttributeValue");
    return objects.setId(object, id);
  }

  @Override
  public HsmObject setUsage(ObjectRef object, KeyUsage usage, boolean allowed) {
    lock.requireUnlocked("C_SetAttributeValue");
    return objects.setUsage(object, usage, allowed);
  }

  @Override
  public void delete(ObjectRef object) {
    lock.requireUnlocked("C_DestroyObject");
    objects.delete(object);
  }

  @Override
  public byte[] checkValue(ObjectRef key, CheckValueMethod method) {
    return objects.checkValue(key, method);
  }
}
