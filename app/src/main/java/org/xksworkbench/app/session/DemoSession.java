package org.xksworkbench.app.session;

import java.util.List;
import java.util.Optional;
import org.xksworkbench.app.demo.Demo;
import org.xksworkbench.app.doctor.Network;
import org.xksworkbench.app.fault.DemoFaults;
import org.xksworkbench.app.hsm.AttachedHsm;
import org.xksworkbench.app.kms.AwsAccess;
import org.xksworkbench.app.proxy.OwnProxy;
import org.xksworkbench.bridge.guard.ChangeLock;

/// The private demo. It leaves no trace outside its folder.
public record DemoSession(Demo demo, AwsAccess aws, Remembered remembered) implements Session {

  @Override
  public ChangeLock lock() {
    return demo.lock();
  }

  @Override
  public boolean readOnly() {
    return demo.lock().readOnly();
  }

  @Override
  public AttachedHsm hsm() {
    return demo.hsm();
  }

  @Override
  public OwnProxy proxy() {
    return demo.proxy();
  }

  @Override
  public Network network() {
    return demo.network();
  }

  @Override
  public Optional<DemoFaults> faults() {
    return Optional.of(demo.faults());
  }

  @Override
  public List<String> notices() {
    return demo.notices();
  }

  @Override
  public void close() {
    aws.kms().close();
    demo.close();
  }
}
