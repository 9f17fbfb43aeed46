package org.xksworkbench.app.settings;

/// Where the window was, in pixels.
public record WindowState(double x, double y, double width, double height, boolean maximized) {}
