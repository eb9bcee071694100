package tutti.gateway.store;

import tutti.gateway.domain.StoredReply;
import tutti.runtime.state.DeclaredMap;

/** Answers to requests with an Idempotency-Key. */
public final class ReplyMap implements DeclaredMap {
  public static final String NAME = "gateway-replies";

  @Override
  public String map() {
    return NAME;
  }

  @Override
  public Class<?> valueType() {
    return StoredReply.class;
  }
}
