package tutti.protocol.session;

/** What became of a complete session's result. */
public enum BroadcastState {
  AWAITING_BROADCAST,
  BROADCAST_CONFIRMED,
  FAILOVER_EXHAUSTED
}
