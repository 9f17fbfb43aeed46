package org.xksworkbench.bridge.localkms.state;

import java.time.Instant;
import java.util.UUID;

/// @param name with its `alias/` prefix
public record Alias(String name, UUID keyId, Instant created, Instant updated) {}
