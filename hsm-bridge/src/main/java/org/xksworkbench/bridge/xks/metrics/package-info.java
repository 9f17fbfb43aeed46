/// Numbers for Prometheus, on a port of their own on loopback.
@NullMarked
package org.xksworkbench.bridge.xks.metrics;

import org.jspecify.annotations.NullMarked;
