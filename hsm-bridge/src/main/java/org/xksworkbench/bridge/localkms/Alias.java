package org.xksworkbench.bridge.localkms;

import java.time.Instant;
import java.util.UUID;

/// @param name with its `alias/` prefix
record Alias(String name, UUID keyId, Instant created, Instant updated) {}
