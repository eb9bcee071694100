package tutti.gateway.access;

import io.vertx.core.Future;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.Set;
import tutti.gateway.domain.BearerToken;
import tutti.gateway.domain.Grant;
import tutti.gateway.domain.LoginRules;
import tutti.gateway.domain.PendingLogin;
import tutti.gateway.store.ChallengeMap;
import tutti.gateway.store.ExpiringMap;
import tutti.gateway.store.TokenMap;
import tutti.musig2.Bytes;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Refusal;
import tutti.protocol.gateway.ChallengeQuery;
import tutti.protocol.gateway.GatewayApi;
import tutti.protocol.gateway.Login;
import tutti.protocol.gateway.LoginChallenge;
import tutti.protocol.gateway.LoginToken;
import tutti.runtime.ServiceContext;
import tutti.runtime.bus.Authenticity;
import tutti.runtime.config.EdgeSettings;

/**
 * Lets signers prove their keys: a challenge that is used once, a signature over it and over the
 * name of this gateway, and a token that stands for both. Every gateway of the cluster knows what
 * the others gave out.
 */
public final class Logins {
  private static final String PREFIX = "tutti_";
  private static final int SIZE = 32;

  private final SecureRandom random = new SecureRandom();
  private final Clock clock;
  private final LoginRules rules;
  private final long challengeLife;
  private final long tokenLife;
  private final int stampBits;
  private final Authenticity authenticity;
  private final ExpiringMap<PendingLogin> challenges;
  private final ExpiringMap<Grant> tokens;

  public Logins(ServiceContext context, Set<String> origins) {
    clock = context.clock();
    rules = new LoginRules(origins, context.limits().get(Limit.TIMESTAMP_SKEW));
    challengeLife = context.settings().get(EdgeSettings.CHALLENGE_LIFE).toMillis();
    tokenLife = context.settings().get(EdgeSettings.TOKEN_LIFE).toMillis();
    stampBits = context.settings().get(EdgeSettings.STAMP_BITS);
    authenticity = new Authenticity(context.bus());
    challenges = new ExpiringMap<>(context.vertx(), context.hazelcast(), ChallengeMap.NAME);
    tokens = new ExpiringMap<>(context.vertx(), context.hazelcast(), TokenMap.NAME);
  }

  /** Something to sign. */
  public Future<LoginChallenge> challenge(ChallengeQuery query) {
    Bytes challenge = Bytes.of(bytes());
    long expiresAt = clock.millis() + challengeLife;
    return challenges
        .put(challenge.hex(), new PendingLogin(query.publicKey(), expiresAt), challengeLife)
        .map(kept -> new LoginChallenge(challenge, expiresAt, stampBits == 0 ? null : stampBits));
  }

  /** A token for who signed it. */
  public Future<LoginToken> login(Envelope envelope) {
    Login login = GatewayApi.LOGIN.bodyOf(envelope);
    rules.requireForHere(envelope, login, clock.millis());
    return challenges
        .take(login.challenge().hex())
        .compose(
            pending -> {
              LoginRules.requireAnswers(pending.orElse(null), envelope, clock.millis());
              return authenticity.require(envelope);
            })
        .compose(signed -> grant(envelope));
  }

  /** What the token stands for; refused if it is none, or is one no longer. */
  public Future<Grant> verify(BearerToken token) {
    return tokens
        .get(token.id())
        .map(
            grant ->
                grant
                    .filter(one -> one.isValid(clock.millis()))
                    .orElseThrow(
                        () ->
                            Refusal.of(
                                ErrorCode.NOT_AUTHENTICATED,
                                "the token is not known, or has expired: log in again")));
  }

  private Future<LoginToken> grant(Envelope envelope) {
    BearerToken token = BearerToken.of(PREFIX, bytes());
    Grant grant = new Grant(envelope.signer(), clock.millis() + tokenLife);
    return tokens
        .put(token.id(), grant, tokenLife)
        .map(kept -> new LoginToken(token.reveal(), grant.expiresAt()));
  }

  private byte[] bytes() {
    byte[] bytes = new byte[SIZE];
    random.nextBytes(bytes);
    return bytes;
  }
}
