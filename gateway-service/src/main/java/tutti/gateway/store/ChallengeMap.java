package tutti.gateway.store;

import com.hazelcast.config.MapConfig;
import tutti.gateway.domain.PendingLogin;
import tutti.runtime.state.DeclaredMap;

/** Challenges that wait for their answer. */
public final class ChallengeMap implements DeclaredMap {
  public static final String NAME = "gateway-challenges";

  /** Of each data member. */
  private static final int MOST = 50_000;

  @Override
  public String map() {
    return NAME;
  }

  @Override
  public Class<?> valueType() {
    return PendingLogin.class;
  }

  @Override
  public void configure(MapConfig config) {
    Bound.entries(config, MOST);
  }
}
