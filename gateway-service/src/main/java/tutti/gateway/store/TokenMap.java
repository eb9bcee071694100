package tutti.gateway.store;

import tutti.gateway.domain.Grant;
import tutti.runtime.state.DeclaredMap;

/** Logins, by the hash of their token. */
public final class TokenMap implements DeclaredMap {
  public static final String NAME = "gateway-tokens";

  @Override
  public String map() {
    return NAME;
  }

  @Override
  public Class<?> valueType() {
    return Grant.class;
  }
}
