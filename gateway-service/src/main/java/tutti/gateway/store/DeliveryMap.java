package tutti.gateway.store;

import tutti.gateway.domain.Claim;
import tutti.runtime.state.DeclaredMap;

/** Which gateway sends which event to which webhook. */
public final class DeliveryMap implements DeclaredMap {
  public static final String NAME = "gateway-deliveries";

  @Override
  public String map() {
    return NAME;
  }

  @Override
  public Class<?> valueType() {
    return Claim.class;
  }
}
