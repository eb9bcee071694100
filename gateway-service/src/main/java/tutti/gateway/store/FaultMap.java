package tutti.gateway.store;

import com.hazelcast.config.MapConfig;
import tutti.gateway.domain.Claim;
import tutti.runtime.state.DeclaredMap;

/** The failed sessions whose culprit a gateway has struck. */
public final class FaultMap implements DeclaredMap {
  public static final String NAME = "gateway-faults";

  /** Of each data member. */
  private static final int MOST = 50_000;

  @Override
  public String map() {
    return NAME;
  }

  @Override
  public Class<?> valueType() {
    return Claim.class;
  }

  @Override
  public void configure(MapConfig config) {
    Bound.entries(config, MOST);
  }
}
