package org.xksworkbench.app.lineage;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import org.xksworkbench.app.kms.ExternalKeyStore;
import org.xksworkbench.app.kms.KmsKey;
import org.xksworkbench.app.record.BackupRecord;
import org.xksworkbench.app.record.CeremonyRecord;
import org.xksworkbench.bridge.hsm.HsmKey;

/// What each side says.
///
/// @param token label of the token that is looked into; empty if none is, and then nothing is said
///   to be missing on it
/// @param keys secret keys of the token
/// @param checkValues CMAC in upper-case hexadecimal by label, as far as known
/// @param pathsServing URI paths at which the XKS proxy of this workstation serves a key
/// @param ownStore whether a key store is served by that proxy
/// @param healthKey the key that the proxy keeps for its health check
/// @param unknownKmsKeys how many KMS keys of the account could not be described
/// @param aliases alias name to key ID
public record LineageSources(
    Optional<String> token,
    List<HsmKey> keys,
    Map<String, String> checkValues,
    Function<HsmKey, List<String>> pathsServing,
    Predicate<ExternalKeyStore> ownStore,
    Optional<String> healthKey,
    List<ExternalKeyStore> stores,
    List<KmsKey> kmsKeys,
    int unknownKmsKeys,
    Map<String, String> aliases,
    List<CeremonyRecord> ceremonies,
    List<BackupRecord> backups) {}
