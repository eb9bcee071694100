package tutti.agent.session;

import tutti.musig2.PublicKey;
import tutti.musig2.VerifyEngine;
import tutti.protocol.Envelope;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.request.RequestApi;
import tutti.protocol.request.SigningRequest;

/**
 * A request that is really its creator's, under its real id, and names this signer.
 *
 * @param signerIndex this signer's position in the key order
 */
public record VerifiedRequest(
    RequestId id, Envelope announcement, SigningRequest request, int signerIndex) {

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

  private static SigningRequest decode(Envelope announcement) throws DistrustException {
    try {
      return RequestApi.ANNOUNCE.bodyOf(announcement);
    } catch (Refusal refusal) {
      throw new DistrustException(Lie.REQUEST_SHAPE, String.valueOf(refusal.getMessage()));
    }
  }
}
