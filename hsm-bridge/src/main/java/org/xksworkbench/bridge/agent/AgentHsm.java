package org.xksworkbench.bridge.agent;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.xksworkbench.bridge.hsm.AesKeyTemplate;
import org.xksworkbench.bridge.hsm.Hsm;
import org.xksworkbench.bridge.hsm.HsmException;
import org.xksworkbench.bridge.hsm.HsmException.Reason;
import org.xksworkbench.bridge.hsm.HsmKey;
import org.xksworkbench.bridge.hsm.HsmSession;
import org.xksworkbench.bridge.hsm.KeyRef;
import org.xksworkbench.bridge.hsm.KeyUsage;
import org.xksworkbench.bridge.hsm.ModuleInfo;
import org.xksworkbench.bridge.hsm.Slot;
import org.xksworkbench.bridge.hsm.Token;

/// A PKCS#11 module in a helper process. When the helper dies, its logins are lost; the next call
/// of this object starts another.
public final class AgentHsm implements Hsm {

  private static final Logger LOG = LoggerFactory.getLogger(AgentHsm.class);

  private final AgentProcess process;
  private final Path modulePath;
  private final Duration deadline;
  private final ObjectMapper mapper = Wire.mapper();
  private @Nullable AgentChannel channel;

  private AgentHsm(AgentProcess process, Path modulePath, Duration deadline) {
    this.process = process;
    this.modulePath = modulePath;
    this.deadline = deadline;
  }

  /// Starts the helper and loads the module in it.
  ///
  /// @param deadline for every call
  /// @throws HsmException with [Reason#MODULE_UNUSABLE] or [Reason#TIMEOUT]
  public static AgentHsm open(AgentProcess process, Path module, Duration deadline) {
    var hsm = new AgentHsm(process, module, deadline);
    hsm.module();
    return hsm;
  }

  @Override
  public ModuleInfo module() {
    return mapper.convertValue(channel().call("module", arguments()), ModuleInfo.class);
  }

  @Override
  public List<Slot> slots() {
    return mapper.convertValue(
        channel().call("slots", arguments()), new TypeReference<List<Slot>>() {});
  }

  @Override
  public HsmSession login(long slotId, char[] pin) {
    var used = channel();
    var arguments = arguments().put("slotId", slotId);
    arguments.set("pin", mapper.valueToTree(pin));
    var login = used.call("login", arguments);
    return new Session(
        used,
        login.path("session").asLong(),
        mapper.convertValue(login.path("token"), Token.class));
  }

  @Override
  public Slot initToken(long slotId, String label, char[] soPin, char[] userPin) {
    var arguments = arguments().put("slotId", slotId).put("label", label);
    arguments.set("soPin", mapper.valueToTree(soPin));
    arguments.set("userPin", mapper.valueToTree(userPin));
    return mapper.convertValue(channel().call("initToken", arguments), Slot.class);
  }

  /// Process ID of the helper, for those who look after it.
  public long pid() {
    return channel().pid();
  }

  @Override
  public synchronized void close() {
    if (channel != null) {
      channel.close();
      channel = null;
    }
  }

  private synchronized AgentChannel channel() {
    var present = channel;
    if (present == null || !present.alive()) {
      if (present != null) {
        LOG.warn("The helper process of {} ended; starting another", modulePath);
        present.close();
      }
      try {
        present =
            new AgentChannel(
                process.command("agent", "--module", modulePath.toString()).start(), deadline);
      } catch (IOException e) {
        throw new HsmException(
            Reason.MODULE_UNUSABLE, "The helper process could not be started.", "", e);
      }
      channel = present;
    }
    return present;
  }

  private ObjectNode arguments() {
    return mapper.createObjectNode();
  }

  /// A login, bound to the helper that it was made in.
  private final class Session implements HsmSession {

    private final AgentChannel channel;
    private final long id;
    private final Token token;

    Session(AgentChannel channel, long id, Token token) {
      this.channel = channel;
      this.id = id;
      this.token = token;
    }

    @Override
    public Token token() {
      return token;
    }

    @Override
    public List<HsmKey> secretKeys() {
      return mapper.convertValue(
          channel.call("secretKeys", here()), new TypeReference<List<HsmKey>>() {});
    }

    @Override
    public List<HsmKey> secretKeys(String label) {
      return mapper.convertValue(
          channel.call("secretKeysLabelled", here().put("label", label)),
          new TypeReference<List<HsmKey>>() {});
    }

    @Override
    public HsmKey generateAesKey(AesKeyTemplate template) {
      return mapper.convertValue(
          channel.call("generateAesKey", here().set("template", mapper.valueToTree(template))),
          HsmKey.class);
    }

    @Override
    public void delete(KeyRef key) {
      channel.call("delete", here().set("key", mapper.valueToTree(key)));
    }

    @Override
    public byte[] encryptGcm(KeyRef key, byte[] iv, byte[] aad, byte[] plaintext) {
      return gcm("encryptGcm", key, iv, aad, plaintext);
    }

    @Override
    public byte[] decryptGcm(KeyRef key, byte[] iv, byte[] aad, byte[] ciphertextAndTag) {
      return gcm("decryptGcm", key, iv, aad, ciphertextAndTag);
    }

    private byte[] gcm(String call, KeyRef key, byte[] iv, byte[] aad, byte[] input) {
      var arguments = here().put("iv", iv).put("aad", aad).put("input", input);
      arguments.set("key", mapper.valueToTree(key));
      return mapper.convertValue(channel.call(call, arguments), byte[].class);
    }

    @Override
    public byte[] checkValue(KeyRef key) {
      return mapper.convertValue(
          channel.call("checkValue", here().set("key", mapper.valueToTree(key))), byte[].class);
    }

    @Override
    public HsmKey endUsage(KeyRef key, KeyUsage usage) {
      return mapper.convertValue(
          channel.call(
              "endUsage", here().put("usage", usage.name()).set("key", mapper.valueToTree(key))),
          HsmKey.class);
    }

    @Override
    public byte[] random(int length) {
      return mapper.convertValue(
          channel.call("random", here().put("length", length)), byte[].class);
    }

    @Override
    public void close() {
      if (channel.alive()) {
        channel.call("logout", here());
      }
    }

    private ObjectNode here() {
      return arguments().put("session", id);
    }
  }
}
