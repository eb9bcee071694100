package tutti.gateway.store;

import com.hazelcast.config.MapConfig;
import tutti.gateway.domain.StoredReply;
import tutti.runtime.state.DeclaredMap;

/** Answers to requests with an Idempotency-Key. */
public final class ReplyMap implements DeclaredMap {
  public static final String NAME = "gateway-replies";

  /** Of each data member. */
  private static final int MOST = 50_000;

  @Override
  public String map() {
    return NAME;
  }

  @Override
  public Class<?> valueType() {
    return StoredReply.class;
  }

  @Override
  public void configure(MapConfig config) {
    Bound.entries(config, MOST);
  }
}
