package tutti.gateway.store;

import tutti.gateway.domain.ApiKey;
import tutti.runtime.state.DeclaredMap;

/** API keys, by the hash of their secret. */
public final class ApiKeyMap implements DeclaredMap {
  public static final String NAME = "gateway-api-keys";

  @Override
  public String map() {
    return NAME;
  }

  @Override
  public Class<?> valueType() {
    return ApiKey.class;
  }
}
