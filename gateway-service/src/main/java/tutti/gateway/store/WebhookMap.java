package tutti.gateway.store;

import tutti.gateway.domain.Webhook;
import tutti.runtime.state.DeclaredMap;

/** Webhooks, by their id. */
public final class WebhookMap implements DeclaredMap {
  public static final String NAME = "gateway-webhooks";

  @Override
  public String map() {
    return NAME;
  }

  @Override
  public Class<?> valueType() {
    return Webhook.class;
  }
}
