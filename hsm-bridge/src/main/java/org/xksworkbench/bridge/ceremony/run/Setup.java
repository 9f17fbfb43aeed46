package org.xksworkbench.bridge.ceremony.run;

import java.time.Clock;
import org.xksworkbench.bridge.ceremony.plan.Plan;

/// What a ceremony begins with.
///
/// @param rehearsal true on SoftHSM and the local KMS: nothing of it counts
/// @param people one for each role of the plan
/// @param place where it is held, in words; may be empty
/// @param clock its zone is the local one
public record Setup(
    Plan plan,
    boolean rehearsal,
    Gathering people,
    String place,
    Devices devices,
    EnvironmentProbe environment,
    Clock clock) {}
