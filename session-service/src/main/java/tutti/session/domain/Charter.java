package tutti.session.domain;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.musig2.Suite;
import tutti.protocol.Election;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.request.KeyOrder;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/**
 * What never changes about a session.
 *
 * @param keys in the key order; a signer's index is its position here
 * @param itemKeyOrder in which keys that items name are aggregated; absent where they name none
 * @param request the signed announcement, as received
 * @param joins the signed joins, as received
 * @param previous the attempt before this one
 */
public record Charter(
    SessionId sessionId,
    RequestId requestId,
    int attempt,
    List<PublicKey> keys,
    Suite suite,
    List<SigningItem> items,
    @Nullable KeyOrder itemKeyOrder,
    RequestOptions options,
    long expiresAt,
    Election election,
    Envelope request,
    List<Envelope> joins,
    @Nullable SessionId previous,
    SessionRules rules) {

  public Charter {
    keys = List.copyOf(keys);
    items = List.copyOf(items);
    joins = List.copyOf(joins);
  }

  /** Derives everything from the signed request. */
  public static Charter of(
      Envelope request, List<Envelope> joins, SessionOrigin origin, SessionRules rules) {
    SigningRequest body = RequestApi.ANNOUNCE.bodyOf(request);
    RequestId requestId = RequestId.ofBody(CanonicalJson.of(request.body()));
    SessionTerms terms = new SessionTerms(requestId, body, origin.attempt());
    return new Charter(
        terms.sessionId(),
        requestId,
        origin.attempt(),
        terms.keys(),
        terms.suite(),
        terms.items(),
        body.hasItemKeys() ? body.keyOrder() : null,
        body.optionsOrDefault(),
        body.expiresAt(),
        terms.election(),
        request,
        joins,
        origin.previous(),
        rules);
  }

  /** The same request once more. */
  public Charter next() {
    return of(request, joins, new SessionOrigin(attempt + 1, sessionId), rules);
  }

  public int signers() {
    return keys.size();
  }
}
