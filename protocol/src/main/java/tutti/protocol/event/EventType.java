package tutti.protocol.event;

import java.util.Map;
import java.util.Optional;

/** The closed list of events. */
public enum EventType {
  SIGNER_ADVERTISED("signer.advertised", SignerAdvertised.class),
  SIGNER_WITHDRAWN("signer.withdrawn", SignerWithdrawn.class),
  SIGNER_EXPIRED("signer.expired", SignerExpired.class),
  REQUEST_CREATED("request.created", RequestCreated.class),
  REQUEST_RECEIVED("request.received", RequestReceived.class),
  PARTICIPANT_JOINED("participant.joined", ParticipantJoined.class),
  REQUEST_DECLINED("request.declined", RequestDeclined.class),
  REQUEST_CANCELLED("request.cancelled", RequestCancelled.class),
  REQUEST_EXPIRED("request.expired", RequestExpired.class),
  SESSION_READY("session.ready", SessionReady.class),
  SESSION_NONCE_COMMITMENTS_COMPLETE(
      "session.nonce-commitments-complete", NonceCommitmentsComplete.class),
  SESSION_NONCES_COMPLETE("session.nonces-complete", NoncesComplete.class),
  SESSION_COMPLETE("session.complete", SessionComplete.class),
  SESSION_FAILED("session.failed", SessionFailed.class),
  SESSION_ABORTED("session.aborted", SessionAborted.class),
  SESSION_EXPIRED("session.expired", SessionExpired.class),
  SESSION_CLOSED("session.closed", SessionClosed.class),
  SESSION_SHOULD_BROADCAST("session.should-broadcast", ShouldBroadcast.class),
  SESSION_BROADCAST_CONFIRMED("session.broadcast-confirmed", BroadcastConfirmed.class),
  SESSION_COORDINATOR_FAILED("session.coordinator-failed", CoordinatorFailed.class),
  SESSION_FAILOVER_EXHAUSTED("session.failover-exhausted", FailoverExhausted.class),
  SESSION_RETRIED("session.retried", SessionRetried.class),
  PARTICIPANT_UNREACHABLE("participant.unreachable", ParticipantUnreachable.class);

  private static final Map<String, EventType> BY_NAME = new java.util.HashMap<>();
  private static final Map<Class<?>, EventType> BY_DATA = new java.util.HashMap<>();

  static {
    for (EventType type : values()) {
      BY_NAME.put(type.wireName, type);
      BY_DATA.put(type.data, type);
    }
  }

  private final String wireName;
  private final Class<? extends EventData> data;

  EventType(String wireName, Class<? extends EventData> data) {
    this.wireName = wireName;
    this.data = data;
  }

  /** The name on the wire: {@code session.ready}. */
  public String wireName() {
    return wireName;
  }

  public Class<? extends EventData> data() {
    return data;
  }

  /** The type with this name; empty for one that a newer service may know. */
  public static Optional<EventType> named(String wireName) {
    return Optional.ofNullable(BY_NAME.get(wireName));
  }

  /** The type of this data. */
  public static EventType of(EventData data) {
    return java.util.Objects.requireNonNull(BY_DATA.get(data.getClass()));
  }
}
