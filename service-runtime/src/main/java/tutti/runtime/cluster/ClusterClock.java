package tutti.runtime.cluster;

import com.hazelcast.cluster.Cluster;
import com.hazelcast.core.HazelcastInstance;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/**
 * The time that all members agree on, which is that of the oldest one. By clocks of their own, the
 * one whose clock is fast would end everybody's sessions, since every member looks after all
 * documents.
 */
final class ClusterClock extends Clock {
  private final Cluster cluster;

  ClusterClock(HazelcastInstance hazelcast) {
    this.cluster = hazelcast.getCluster(); // can be asked even when the instance is gone
  }

  @Override
  public long millis() {
    return cluster.getClusterTime();
  }

  @Override
  public Instant instant() {
    return Instant.ofEpochMilli(millis());
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    throw new UnsupportedOperationException("time of a cluster is in no zone");
  }
}
