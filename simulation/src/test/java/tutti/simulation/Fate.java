package tutti.simulation;

import java.util.List;
import tutti.simulation.service.ServiceHost;
import tutti.simulation.signer.SignerHost;
import tutti.simulation.world.Scenario;
import tutti.simulation.world.World;

/** Decides beforehand what happens to whom, and when; not what is in the middle of happening. */
final class Fate {
  private final World world;
  private final List<ServiceHost> services;
  private final List<SignerHost> signers;

  Fate(World world, List<ServiceHost> services, List<SignerHost> signers) {
    this.world = world;
    this.services = services;
    this.signers = signers;
  }

  void decree() {
    Scenario scenario = world.scenario();
    for (int i = 0; i < scenario.memberCrashes(); i++) {
      ServiceHost struck = world.chance().pick(services);
      boolean inOrder = !scenario.reckless() && world.chance().in(0.3);
      sometime(inOrder ? struck::leave : struck::crash);
    }
    if (scenario.reckless() && world.chance().in(0.7)) {
      sometime(() -> services.forEach(ServiceHost::crash));
    }
    for (int i = 0; i < scenario.signerCrashes(); i++) {
      sometime(world.chance().pick(signers)::crash);
    }
    for (int i = 0; i < scenario.freezes(); i++) {
      long millis = world.chance().between(500L, 6_000L);
      if (world.chance().in(0.5)) {
        ServiceHost struck = world.chance().pick(services);
        sometime(() -> struck.freeze(millis));
      } else {
        SignerHost struck = world.chance().pick(signers);
        sometime(() -> struck.freeze(millis));
      }
    }
  }

  /** Most of what matters happens in the first seconds. */
  private void sometime(Runnable work) {
    long storm = world.scenario().storm();
    long most = world.chance().in(0.7) ? Math.min(3_000, storm) : storm;
    world.time().after(world.chance().between(0, most), world.life(), work);
  }
}
