package tutti.protocol;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.Suite;
import tutti.musig2.TaggedHash;
import tutti.musig2.Tweak;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/**
 * What one attempt is about. Everybody derives it from the request alone, the session id included,
 * so nobody can be led into a session over something else.
 *
 * @param attempt 1 for the first session of a request, one more for each retry
 */
public record SessionTerms(RequestId requestId, SigningRequest request, int attempt) {
  public SessionTerms {
    Require.that(attempt > 0, "attempt", "must be positive");
  }

  /** The signers' keys; a signer's index is its position here. */
  public List<PublicKey> keys() {
    return request.orderedKeys();
  }

  public Suite suite() {
    return request.suiteOrDefault();
  }

  public List<SigningItem> items() {
    return request.items();
  }

  /**
   * Tagged hash over request id, ordered keys, items with their tweaks, and the attempt. All else
   * that the request says, such as its suite, is in the request id.
   */
  public SessionId sessionId() {
    return new SessionId(
        TaggedHash.of(
            "tutti/v1/session-id", requestId.bytes(), keyBytes(), itemBytes(), uint32(attempt)));
  }

  /** Who broadcasts the result. */
  public Election election() {
    var options = request.optionsOrDefault();
    return Election.hold(
        options.electionOrDefault(), keys(), request.creator(), options.failoverOrDefault());
  }

  private Bytes keyBytes() {
    List<PublicKey> keys = keys();
    return Bytes.concat(uint32(keys.size()), concat(keys.stream().map(PublicKey::bytes)));
  }

  private Bytes itemBytes() {
    return Bytes.concat(
        uint32(items().size()), concat(items().stream().map(SessionTerms::itemBytes)));
  }

  private static Bytes itemBytes(SigningItem item) {
    List<Tweak> tweaks = item.tweakList();
    return Bytes.concat(
        item.message(),
        uint32(tweaks.size()),
        concat(tweaks.stream().map(SessionTerms::tweakBytes)));
  }

  private static Bytes tweakBytes(Tweak tweak) {
    return Bytes.concat(tweak.bytes(), Bytes.of(new byte[] {(byte) (tweak.xOnly() ? 1 : 0)}));
  }

  private static Bytes concat(Stream<Bytes> parts) {
    return Bytes.concat(parts.toArray(Bytes[]::new));
  }

  static Bytes uint32(int value) {
    return Bytes.of(ByteBuffer.allocate(4).putInt(value).array());
  }
}
