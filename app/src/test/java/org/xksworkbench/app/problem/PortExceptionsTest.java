package org.xksworkbench.app.problem;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Modifier;
import java.nio.charset.MalformedInputException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletionException;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.xksworkbench.app.kms.KmsChange;
import org.xksworkbench.app.kms.KmsException;
import org.xksworkbench.bridge.ceremony.format.MalformedEvidence;
import org.xksworkbench.bridge.localkms.proxy.ProxyCallException;
import org.xksworkbench.bridge.localkms.wire.ServiceFault;
import org.xksworkbench.bridge.xks.auth.AuthenticationFailure;

/// Whatever a port throws has words: only what nobody knows is called a defect.
class PortExceptionsTest {

  /// They never leave the server that answers a request with them, or the check that lists them
  /// among its findings.
  private static final Set<Class<?>> NEVER_LEAVE =
      Set.of(
          ServiceFault.class,
          ProxyCallException.class,
          AuthenticationFailure.class,
          MalformedEvidence.class);

  @ParameterizedTest
  @MethodSource
  void no_exception_of_a_port_is_called_a_defect(Class<? extends Throwable> type) throws Exception {
    for (var constructor : type.getDeclaredConstructors()) {
      var problem = Problems.of(made(constructor));
      assertThat(problem.kind()).as(constructor.toString()).isNotEqualTo(Problem.ProblemKind.BUG);
      assertThat(problem.headline()).isNotBlank();
    }
  }

  static Stream<Class<?>> no_exception_of_a_port_is_called_a_defect() {
    var found =
        new ClassFileImporter()
                .withImportOption(new ImportOption.DoNotIncludeTests())
                .importPackages("org.xksworkbench")
                .stream()
                .filter(type -> type.isAssignableTo(Exception.class))
                .filter(type -> type.getModifiers().contains(JavaModifier.PUBLIC))
                .<Class<?>>map(JavaClass::reflect)
                .filter(type -> !NEVER_LEAVE.contains(type))
                .sorted(Comparator.comparing(Class::getName))
                .toList();
    assertThat(found).contains(KmsException.class).hasSizeGreaterThan(10);
    return found.stream();
  }

  @ParameterizedTest
  @MethodSource
  void no_failure_of_a_file_is_called_a_defect(Exception failure) {
    assertThat(Problems.of(failure).kind()).isNotEqualTo(Problem.ProblemKind.BUG);
    assertThat(Problems.of(failure).causes()).allSatisfy(cause -> assertThat(cause).endsWith("."));
    assertThat(Problems.of(failure).nextStep()).endsWith(".");
  }

  static Stream<Exception> no_failure_of_a_file_is_called_a_defect() {
    return Stream.of(
        new IOException("No space left on device"),
        new UncheckedIOException(new IOException("gone")),
        new AccessDeniedException("/home/ada/file"),
        new FileNotFoundException("/home/ada/file"),
        new MalformedInputException(1),
        new CompletionException(new UncheckedIOException(new IOException("gone"))));
  }

  private static Throwable made(Constructor<?> constructor) throws Exception {
    constructor.setAccessible(true);
    var parameters = constructor.getParameterTypes();
    return (Throwable)
        constructor.newInstance(Arrays.stream(parameters).map(PortExceptionsTest::some).toArray());
  }

  private static @Nullable Object some(Class<?> type) {
    if (type == String.class) {
      return "It is so.";
    }
    if (type.isEnum()) {
      return type.getEnumConstants()[0];
    }
    if (type == Path.class) {
      return Path.of("/home/ada/file");
    }
    if (type == Optional.class) {
      return Optional.empty();
    }
    if (type == List.class) {
      return List.of();
    }
    if (type == KmsChange.class) {
      return new KmsChange.EnableKey("key-1");
    }
    if (type == Problem.class) {
      return Problems.of(new IOException("gone"));
    }
    if (type == int.class) {
      return 1;
    }
    if (Throwable.class.isAssignableFrom(type) && Modifier.isFinal(type.getModifiers())) {
      try {
        return made(type.getDeclaredConstructors()[0]);
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
    return null;
  }
}
