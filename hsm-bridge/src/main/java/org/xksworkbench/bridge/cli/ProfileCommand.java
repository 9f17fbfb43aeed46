package org.xksworkbench.bridge.cli;

import java.util.concurrent.Callable;
import org.xksworkbench.bridge.guard.ProfileLocks;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// Which AWS profiles may be changed from this workstation.
@Command(
    name = "profile",
    mixinStandardHelpOptions = true,
    description = "Lists, locks and unlocks AWS profiles: all are read-only until unlocked.",
    subcommands = {
      ProfileCommand.ListProfiles.class,
      ProfileCommand.Lock.class,
      ProfileCommand.Unlock.class
    })
final class ProfileCommand {

  /// `profile list`
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists the profiles that are unlocked, and the one in use.")
  static final class ListProfiles implements Callable<Integer> {

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
      var locks = ProfileLocks.ofUser();
      var out = spec.commandLine().getOut();
      var policy = HsmBridge.policy(spec);
      policy.summary().forEach(line -> out.println("policy " + line));
      var names = locks.unlockedProfiles();
      locks
          .trouble()
          .ifPresent(why ->
              out.println(
                  why.getMessage() + " All profiles are read-only. " + why.reason().remedy()));
      locks.current().ifPresent(names::add);
      names.forEach(name ->
          out.printf(
              "%s\t%s%s%n",
              name,
              policy.on(locks.of(name)).readOnly() ? "read-only" : "unlocked for changes",
              locks.current().filter(name::equals).isPresent() ? "\tin use" : ""));
      return 0;
    }
  }

  /// `profile lock`
  @Command(
      name = "lock",
      mixinStandardHelpOptions = true,
      description = "Makes a profile read-only, here and in the window.")
  static final class Lock implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "PROFILE")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String profile;

    @Override
    public Integer call() {
      ProfileLocks.ofUser().of(profile).setReadOnly(true);
      return 0;
    }
  }

  /// `profile unlock`
  @Command(
      name = "unlock",
      mixinStandardHelpOptions = true,
      description = "Allows changes for a profile, here and in the window.")
  static final class Unlock implements Callable<Integer> {

    @Parameters(index = "0", paramLabel = "PROFILE")
    @SuppressWarnings("NullAway.Init") // set by picocli
    private String profile;

    @Spec
    @SuppressWarnings("NullAway.Init") // set by picocli
    private CommandSpec spec;

    @Override
    public Integer call() {
      HsmBridge.policy(spec).on(ProfileLocks.ofUser().of(profile)).setReadOnly(false);
      return 0;
    }
  }
}
