package org.xksworkbench.app.bootstrap;

import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Path;
import java.util.List;
import java.util.ServiceLoader;

/// The robots of the jar that `-Dxksw.robots=JAR` names. It stays off the class path, because a
/// start-up cache is for one class path alone, and that is the product's.
final class Robots {

  private static final String JAR = "xksw.robots";

  private Robots() {}

  /// @return none where nobody brought any
  static List<Robot> load() {
    var jar = System.getProperty(JAR);
    if (jar == null) {
      return List.of();
    }
    return ServiceLoader.load(Robot.class, loader(Path.of(jar))).stream()
        .map(ServiceLoader.Provider::get)
        .toList();
  }

  /// Stays open: the robot loads its classes as it goes.
  private static ClassLoader loader(Path jar) {
    try {
      return URLClassLoader.newInstance(
          new URL[] {jar.toUri().toURL()}, Robot.class.getClassLoader());
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException("%s is no path of a jar.".formatted(jar), e);
    }
  }
}
