package tutti.gateway.access;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tutti.gateway.domain.ApiKey;
import tutti.gateway.domain.BearerToken;
import tutti.gateway.domain.Scope;
import tutti.gateway.store.ApiKeyMap;
import tutti.gateway.store.ExpiringMap;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.runtime.ServiceContext;

/** Keys for operators and their programs: each shown once, kept as a hash, good for its scopes. */
public final class ApiKeys {
  private static final String PREFIX = "tutti_api_";
  private static final int SIZE = 32;

  private final SecureRandom random = new SecureRandom();
  private final Clock clock;
  private final ExpiringMap<ApiKey> keys;
  private volatile @Nullable BearerToken operatorKey;

  public ApiKeys(ServiceContext context) {
    clock = context.clock();
    keys = new ExpiringMap<>(context.vertx(), context.hazelcast(), ApiKeyMap.NAME);
  }

  /** Reads the operator's own key. Blocks. */
  public void load(ServiceContext context) {
    operatorKey = OperatorKey.load(context.settings()).orElse(null);
  }

  /** The operator's own key, from which others are made; empty if there is none. */
  public Optional<BearerToken> operatorKey() {
    return Optional.ofNullable(operatorKey);
  }

  /** A new key, and its secret. */
  public record Created(ApiKey key, BearerToken secret) {}

  /** The key in the header, if it is good for this; refused otherwise. */
  public Future<ApiKey> require(@Nullable String authorization, Scope needed) {
    Optional<BearerToken> token = Optional.ofNullable(authorization).flatMap(BearerToken::ofHeader);
    if (token.isEmpty()) {
      return Future.failedFuture(
          Refusal.of(ErrorCode.NOT_AUTHENTICATED, "an API key is needed here"));
    }
    return find(token.get().id())
        .map(
            found -> {
              ApiKey key =
                  found
                      .filter(one -> one.isValid(clock.millis()))
                      .orElseThrow(
                          () -> Refusal.of(ErrorCode.NOT_AUTHENTICATED, "no such API key"));
              if (!key.allows(needed)) {
                throw Refusal.of(
                    ErrorCode.NOT_ALLOWED, "this API key has no scope %s".formatted(needed));
              }
              return key;
            });
  }

  /** A new key of these scopes, for good or for so many milliseconds; no longer than its maker. */
  public Future<Created> create(
      String name, List<String> scopes, @Nullable Long wanted, ApiKey maker) {
    long now = clock.millis();
    Long life = shorter(wanted, maker, now);
    byte[] bytes = new byte[SIZE];
    random.nextBytes(bytes);
    BearerToken secret = BearerToken.of(PREFIX, bytes);
    ApiKey key =
        new ApiKey(
            ApiKey.idOf(secret.id()),
            name,
            scopes.stream().map(Scope::parse).map(Scope::toString).toList(),
            now,
            life == null ? null : now + life);
    Future<Void> kept =
        life == null ? keys.put(secret.id(), key) : keys.put(secret.id(), key, life);
    return kept.map(new Created(key, secret));
  }

  public Future<List<ApiKey>> list() {
    return keys.values();
  }

  private static @Nullable Long shorter(@Nullable Long life, ApiKey maker, long now) {
    Long end = maker.expiresAt();
    if (end == null) {
      return life;
    }
    long left = Math.max(1, end - now);
    return life == null ? left : Long.valueOf(Math.min(life, left));
  }

  /** The ids of all that open something now. */
  public Future<Set<String>> validIds() {
    return keys.values()
        .map(
            all ->
                Stream.concat(all.stream(), operator().stream())
                    .filter(key -> key.isValid(clock.millis()))
                    .map(ApiKey::id)
                    .collect(Collectors.toSet()));
  }

  /** Takes one back that may do no more than who does that. */
  public Future<Void> delete(String id, ApiKey by) {
    return keys.values()
        .compose(
            all ->
                all.stream()
                        .filter(key -> key.id().equals(id))
                        .flatMap(key -> key.scopes().stream())
                        .map(Scope::parse)
                        .allMatch(by::allows)
                    ? remove(id)
                    : Future.failedFuture(
                        Refusal.of(ErrorCode.NOT_ALLOWED, "that API key may do more than this")));
  }

  private Future<Void> remove(String id) {
    return keys.removeFirst(hash -> ApiKey.idOf(hash).equals(id))
        .map(
            removed -> {
              if (!removed) {
                throw Refusal.of(ErrorCode.NOT_FOUND, "there is no such API key");
              }
              return null;
            });
  }

  private Future<Optional<ApiKey>> find(String hash) {
    return operatorKey().filter(own -> own.id().equals(hash)).isPresent()
        ? Future.succeededFuture(operator())
        : keys.get(hash);
  }

  private Optional<ApiKey> operator() {
    List<String> scopes = List.of(Scope.EVERYTHING.toString());
    return operatorKey().map(own -> new ApiKey(ApiKey.idOf(own.id()), "operator", scopes, 0, null));
  }
}
