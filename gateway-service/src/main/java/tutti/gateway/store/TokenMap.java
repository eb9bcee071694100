package tutti.gateway.store;

import com.hazelcast.config.MapConfig;
import tutti.gateway.domain.Grant;
import tutti.runtime.state.DeclaredMap;

/** Logins, by the hash of their token. */
public final class TokenMap implements DeclaredMap {
  public static final String NAME = "gateway-tokens";

  /** Of each data member. */
  private static final int MOST = 100_000;

  @Override
  public String map() {
    return NAME;
  }

  @Override
  public Class<?> valueType() {
    return Grant.class;
  }

  @Override
  public void configure(MapConfig config) {
    Bound.entries(config, MOST);
  }
}
