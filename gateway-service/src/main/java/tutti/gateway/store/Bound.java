package tutti.gateway.store;

import com.hazelcast.config.EvictionConfig;
import com.hazelcast.config.EvictionPolicy;
import com.hazelcast.config.MapConfig;
import com.hazelcast.config.MaxSizePolicy;

/**
 * The last line against those who fill the memory of the cluster with what strangers may leave
 * there. Below it are the rates. What has not been used for longest goes, so that a flood of new
 * entries drives out its own before those of others.
 */
final class Bound {
  private Bound() {}

  /** No more than so many in the map on each data member. */
  static void entries(MapConfig config, int most) {
    config.setEvictionConfig(
        new EvictionConfig()
            .setEvictionPolicy(EvictionPolicy.LRU)
            .setMaxSizePolicy(MaxSizePolicy.PER_NODE)
            .setSize(most));
  }
}
