package tutti.request.domain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.RequestId;
import tutti.protocol.json.CanonicalJson;
import tutti.protocol.json.Wire;
import tutti.protocol.request.ItemTweak;
import tutti.protocol.request.Join;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.request.domain.RequestCommand.Announce;

/** What signers say in the tests. The machine never sees a signature that was not verified. */
final class Said {
  static final long NOW = 1_795_000_000_000L;
  static final long EXPIRES_AT = NOW + 600_000;
  static final long RETENTION = 3_600_000;
  static final long SKEW = 300_000;

  static final PublicKey ALICE = key(1);
  static final PublicKey BOB = key(2);
  static final PublicKey CAROL = key(3);
  static final PublicKey MALLORY = key(99);

  private Said() {}

  static PublicKey key(int number) {
    byte[] bytes = new byte[33];
    bytes[0] = 2;
    bytes[31] = (byte) (number >> 8);
    bytes[32] = (byte) number;
    return new PublicKey(Bytes.of(bytes));
  }

  static List<PublicKey> keys(int count) {
    var keys = new ArrayList<PublicKey>();
    for (int i = 1; i <= count; i++) {
      keys.add(key(i));
    }
    return keys;
  }

  static SigningItem item(int tweaks) {
    var tweak = new ItemTweak(Bytes.of(new byte[32]), true);
    return new SigningItem(Bytes.of(new byte[32]), Collections.nCopies(tweaks, tweak));
  }

  static SigningRequest request(PublicKey... keys) {
    return request(List.of(keys), List.of(item(0)), EXPIRES_AT, null);
  }

  static SigningRequest request(
      List<PublicKey> keys,
      List<SigningItem> items,
      long expiresAt,
      @Nullable RequestOptions options) {
    return SigningRequest.by(keys.get(0), keys)
        .items(items)
        .expiresAt(expiresAt)
        .options(options)
        .build();
  }

  static Envelope envelope(String type, PublicKey signer, long sentAt, Object body) {
    // As the engine would: other words, another signature.
    Bytes hash = Envelope.digest(type, signer, 1, sentAt, Wire.tree(body));
    var signature = new Signature(Bytes.concat(hash, hash));
    return new Envelope(type, signer, 1, sentAt, Wire.tree(body), signature);
  }

  static RequestId id(SigningRequest request) {
    return RequestId.ofBody(CanonicalJson.of(Wire.tree(request)));
  }

  static Announce announce(SigningRequest request) {
    return announce(request, NOW);
  }

  static Announce announce(SigningRequest request, long sentAt) {
    return new Announce(
        NOW,
        id(request),
        envelope("request.announce", request.creator(), sentAt, request),
        request,
        new Keeping(RETENTION, sentAt + SKEW, true));
  }

  static RequestCommand.Join join(SigningRequest request, int index, PublicKey signer, long now) {
    var body = new Join(id(request), index);
    return new RequestCommand.Join(now, index, envelope("request.join", signer, now, body));
  }
}
