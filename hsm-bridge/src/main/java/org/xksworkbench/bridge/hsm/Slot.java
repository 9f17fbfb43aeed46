package org.xksworkbench.bridge.hsm;

import java.util.Optional;

/// A slot of a module, and the token in it if there is one.
public record Slot(long id, String description, Optional<Token> token) {}
