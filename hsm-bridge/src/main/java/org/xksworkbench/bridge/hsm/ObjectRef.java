package org.xksworkbench.bridge.hsm;

/// Names one object while a login lasts, even where others have the same label and ID.
///
/// @param number good for this login only; whether it still names the same object is checked by
///   class, label and ID before anything is done to it
/// @param label `CKA_LABEL`, empty if the object has none
/// @param id `CKA_ID` in lower-case hexadecimal, empty if the object has none
public record ObjectRef(long number, ObjectClass objectClass, String label, String id) {}
