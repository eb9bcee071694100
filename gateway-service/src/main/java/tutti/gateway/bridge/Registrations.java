package tutti.gateway.bridge;

import io.vertx.core.Future;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tutti.gateway.domain.BearerToken;
import tutti.gateway.domain.Grant;
import tutti.gateway.domain.Subject;
import tutti.gateway.event.Channels.Subscription;
import tutti.musig2.PublicKey;
import tutti.protocol.Addresses;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** The addresses that one client listens at: public topics, and inboxes of keys that it holds. */
final class Registrations {
  private static final Pattern INBOX = Pattern.compile("tutti\\.inbox\\.(0[23][0-9a-f]{64})");
  private static final Pattern TYPE =
      Pattern.compile(Pattern.quote(Addresses.SIGNER_EVENTS) + "\\.[a-z0-9-]{1,64}");

  /** More topics than anyone follows, and few enough to cost little. */
  private static final int MAX = 64;

  private final BridgeServices services;
  private final BoundKeys keys;
  private final Deliveries deliveries;
  private final Map<String, Future<Subscription>> open = new HashMap<>();
  private boolean gone;

  Registrations(BridgeServices services, BoundKeys keys, Deliveries deliveries) {
    this.services = services;
    this.keys = keys;
    this.deliveries = deliveries;
  }

  /** Listens from now on. Refused for an inbox unless its key is held. */
  Future<Void> open(String address, Optional<String> authorization) {
    if (open.containsKey(address)) {
      return Future.succeededFuture();
    }
    requireRoom();
    Matcher inbox = INBOX.matcher(address);
    if (inbox.matches()) {
      return requireHolder(PublicKey.fromHex(inbox.group(1)), authorization)
          .compose(allowed -> listen(address));
    }
    if (TYPE.matcher(address).matches()) {
      services.channels().requireRoomFor(address);
    } else if (!address.equals(Addresses.SIGNER_EVENTS)
        && !address.equals(Addresses.REQUEST_EVENTS)) {
      throw Refusal.of(ErrorCode.NOT_ALLOWED, "nobody outside listens there");
    }
    return listen(address);
  }

  Future<Void> close(String address) {
    Future<Subscription> one = open.remove(address);
    return one == null ? Future.succeededFuture() : one.compose(Subscription::close);
  }

  /** The client has gone. */
  void close() {
    gone = true;
    List.copyOf(open.keySet()).forEach(this::close);
  }

  private void requireRoom() {
    if (open.size() >= MAX) {
      throw Refusal.of(ErrorCode.RATE_LIMITED, "no more than %d registrations".formatted(MAX));
    }
  }

  private Future<Void> requireHolder(PublicKey key, Optional<String> authorization) {
    services.bans().requireNone(Subject.of(key));
    if (keys.holds(key)) {
      return Future.succeededFuture();
    }
    BearerToken token =
        authorization
            .flatMap(BearerToken::ofHeader)
            .orElseThrow(
                () -> Refusal.of(ErrorCode.NOT_AUTHENTICATED, "log in with the key of this inbox"));
    return services
        .logins()
        .verify(token)
        .compose(grant -> requireSame(grant, key))
        .map(
            same -> {
              keys.bind(key); // so that a ban of the key ends this, too
              return null;
            });
  }

  private static Future<Void> requireSame(Grant grant, PublicKey key) {
    return grant.publicKey().equals(key)
        ? Future.succeededFuture()
        : Future.failedFuture(
            Refusal.of(ErrorCode.NOT_ALLOWED, "this token opens the inbox of another key"));
  }

  private Future<Void> listen(String address) {
    if (gone) {
      return Future.succeededFuture();
    }
    requireRoom(); // others may have been faster
    Future<Subscription> listening =
        open.computeIfAbsent(
            address,
            at -> services.channels().listen(at, message -> deliveries.deliver(at, message)));
    return listening.onFailure(failure -> open.remove(address, listening)).mapEmpty();
  }
}
