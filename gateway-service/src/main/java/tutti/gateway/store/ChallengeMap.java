package tutti.gateway.store;

import tutti.gateway.domain.PendingLogin;
import tutti.runtime.state.DeclaredMap;

/** Challenges that wait for their answer. */
public final class ChallengeMap implements DeclaredMap {
  public static final String NAME = "gateway-challenges";

  @Override
  public String map() {
    return NAME;
  }

  @Override
  public Class<?> valueType() {
    return PendingLogin.class;
  }
}
