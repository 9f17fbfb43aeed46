package org.xksworkbench.app.settings;

/// What the user chose for an AWS profile.
record ProfileState(String region) {}
