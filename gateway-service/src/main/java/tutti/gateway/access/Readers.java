package tutti.gateway.access;

import io.vertx.core.Future;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tutti.gateway.domain.BearerToken;
import tutti.gateway.domain.Scope;
import tutti.gateway.domain.Subject;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.SessionId;
import tutti.protocol.request.RequestApi;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionQuery;
import tutti.runtime.ServiceContext;
import tutti.runtime.bus.ServiceBus;
import tutti.runtime.config.EdgeSettings;
import tutti.runtime.config.SessionReads;

/** Lets read sessions who may: everybody, or those who take part and whom an operator lets. */
public final class Readers {
  private static final Scope SCOPE = Scope.parse("read:sessions");
  private static final Set<String> READS =
      Stream.of(
              SessionApi.STATUS,
              SessionApi.GET,
              SessionApi.EVENTS,
              SessionApi.CONTRIBUTIONS,
              SessionApi.EVIDENCE)
          .map(Operation::address)
          .collect(Collectors.toUnmodifiableSet());

  private final boolean closed;
  private final ServiceBus bus;
  private final Bans bans;
  private final Logins logins;
  private final ApiKeys apiKeys;

  public Readers(ServiceContext context, Bans bans, Logins logins, ApiKeys apiKeys) {
    this.closed = context.settings().get(EdgeSettings.SESSION_READS) == SessionReads.PARTICIPANTS;
    this.bus = context.bus();
    this.bans = bans;
    this.logins = logins;
    this.apiKeys = apiKeys;
  }

  /**
   * Who asks.
   *
   * @param holds the keys that have proven themselves on the connection
   * @param hasKeys whether there are any
   * @param authorization a token or an API key, as in the header
   */
  public record Reader(
      Predicate<PublicKey> holds, boolean hasKeys, @Nullable String authorization) {
    /** One who has proven nothing yet. */
    public static Reader with(@Nullable String authorization) {
      return new Reader(key -> false, false, authorization);
    }
  }

  /** Refuses a read of a session to whom it is no business; lets everything else pass. */
  public Future<Void> require(Operation<?, ?> operation, String session, Reader reader) {
    if (!closed || !READS.contains(operation.address())) {
      return Future.succeededFuture();
    }
    SessionId id = SessionId.fromHex(requireHex(session));
    if (reader.authorization() == null) {
      return reader.hasKeys()
          ? requirePart(id, reader.holds())
          : Future.failedFuture(notAuthenticated());
    }
    return holder(reader.authorization())
        .compose(
            key -> key.isEmpty() ? Future.succeededFuture() : requirePart(id, key.get()::equals));
  }

  /** The key that the token stands for; empty for an API key that may read all. */
  private Future<Optional<PublicKey>> holder(String authorization) {
    return BearerToken.ofHeader(authorization)
        .map(logins::verify)
        .orElseGet(() -> Future.failedFuture(notAuthenticated()))
        .map(
            grant -> {
              bans.requireNone(Subject.of(grant.publicKey()));
              return Optional.of(grant.publicKey());
            })
        .recover(
            failure ->
                failure instanceof Refusal refusal && refusal.code() == ErrorCode.NOT_AUTHENTICATED
                    ? apiKeys.require(authorization, SCOPE).map(Optional.empty())
                    : Future.failedFuture(failure));
  }

  private Future<Void> requirePart(SessionId id, Predicate<PublicKey> holds) {
    return bus.request(SessionApi.GET, new SessionQuery(id))
        .compose(
            session -> {
              List<PublicKey> signers = RequestApi.ANNOUNCE.bodyOf(session.request()).orderedKeys();
              return signers.stream().anyMatch(holds)
                  ? Future.succeededFuture()
                  : Future.failedFuture(
                      Refusal.of(
                          ErrorCode.NOT_A_PARTICIPANT, "only its signers read this session"));
            });
  }

  private static String requireHex(String session) {
    if (!session.matches("[0-9a-f]{64}")) {
      throw Refusal.ofField(
          ErrorCode.MALFORMED, "sessionId", "sessionId must be 64 lower-case hex digits");
    }
    return session;
  }

  private static Refusal notAuthenticated() {
    return Refusal.of(
        ErrorCode.NOT_AUTHENTICATED,
        "log in with the key of a signer, or show an API key (gateway-session-reads)");
  }
}
