package org.xksworkbench.bridge.agent;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import java.lang.reflect.Method;
import java.time.Duration;

/// What both ends of the channel know.
final class Wire {

  /// Begins every line of the protocol that the helper writes.
  static final String MARK = "@agent ";

  /// Marks the first line of the helper: it reads calls from now on.
  static final String STARTED = "started";

  /// Marks what is no answer: a call that goes on tells that its module answers it.
  static final String ALIVE = "alive";

  /// The profile in whose name a call may change a token.
  static final String LEAVE = "leave";

  /// How often at most it tells so.
  static final Duration HEARTBEAT = Duration.ofMillis(250);

  /// What a call is made to: the module, a login, or the objects that a login shows.
  enum WireTarget {
    HSM,
    SESSION,
    OBJECTS
  }

  private Wire() {}

  static ObjectMapper mapper() {
    return JsonMapper.builder()
        .addModule(new Jdk8Module())
        .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
        // A value is its components; what is worked out of them is worked out again.
        .disable(MapperFeature.AUTO_DETECT_IS_GETTERS)
        .build();
  }

  /// Names a method of the port among those of its interface.
  static String name(Method method) {
    return method.getName() + "/" + method.getParameterCount();
  }
}
