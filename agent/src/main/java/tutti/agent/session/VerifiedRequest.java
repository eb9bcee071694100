package tutti.agent.session;

import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.musig2.VerifyEngine;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.SigningRequest;

/**
 * A request that is really its creator's, under its real id, and names this signer. What follows
 * from it can be costly to work out; it is kept beside it, so that it is worked out once.
 */
public final class VerifiedRequest {
  private final RequestId id;
  private final Envelope announcement;
  private final SigningRequest request;
  private final int signerIndex;
  private final Map<Class<?>, Derived> derived = new ConcurrentHashMap<>();

  /** What was derived, or why it could not be. */
  private record Derived(@Nullable Object value, @Nullable Refusal refusal) {}

  /**
   * What was checked already.
   *
   * @param signerIndex this signer's position in the key order
   */
  public VerifiedRequest(
      RequestId id, Envelope announcement, SigningRequest request, int signerIndex) {
    this.id = id;
    this.announcement = announcement;
    this.request = request;
    this.signerIndex = signerIndex;
  }

  /** Checks an announcement that was shown under an id. */
  public static VerifiedRequest of(
      VerifyEngine engine, Envelope announcement, RequestId shownId, PublicKey self)
      throws DistrustException {
    SigningRequest request = verify(engine, announcement, shownId);
    int index = request.orderedKeys().indexOf(self);
    DistrustException.unless(index >= 0, Lie.NOT_NAMED);
    return new VerifiedRequest(shownId, announcement, request, index);
  }

  /** Checks an announcement that need not name the reader. */
  public static SigningRequest verify(VerifyEngine engine, Envelope announcement, RequestId shownId)
      throws DistrustException {
    SigningRequest request = decode(announcement);
    DistrustException.unless(
        announcement.signer().equals(request.creator()) && announcement.isSignedBySigner(engine),
        Lie.REQUEST_SIGNATURE);
    RequestId id = RequestId.ofBody(CanonicalJson.of(announcement.body()));
    DistrustException.unless(id.equals(shownId), Lie.REQUEST_ID);
    return request;
  }

  public RequestId id() {
    return id;
  }

  public Envelope announcement() {
    return announcement;
  }

  public SigningRequest request() {
    return request;
  }

  /** This signer's position in the key order. */
  public int signerIndex() {
    return signerIndex;
  }

  /**
   * Something immutable that follows from the request alone: derived the first time, by whoever
   * asks first, and then the same for all.
   *
   * @param derivation the same for the same type, always
   * @throws Refusal if it cannot be derived, each time the same; {@code INTERNAL}, as whatever else
   *     is thrown, is no fault of the request: it is tried again when somebody asks again
   */
  public <T> T derived(Class<T> type, Function<SigningRequest, T> derivation) {
    Derived known = derived.computeIfAbsent(type, any -> derive(derivation));
    if (known.refusal() != null) {
      throw known.refusal();
    }
    return type.cast(Objects.requireNonNull(known.value()));
  }

  private <T> Derived derive(Function<SigningRequest, T> derivation) {
    try {
      return new Derived(derivation.apply(request), null);
    } catch (Refusal refusal) {
      if (refusal.code() == ErrorCode.INTERNAL) {
        throw refusal; // it is not the request's
      }
      return new Derived(null, refusal);
    }
  }

  private static SigningRequest decode(Envelope announcement) throws DistrustException {
    try {
      return RequestApi.ANNOUNCE.bodyOf(announcement);
    } catch (Refusal refusal) {
      throw new DistrustException(Lie.REQUEST_SHAPE, String.valueOf(refusal.getMessage()));
    }
  }

  @Override
  public String toString() {
    return "VerifiedRequest[%s, signer %d]".formatted(id.hex(), signerIndex);
  }
}
