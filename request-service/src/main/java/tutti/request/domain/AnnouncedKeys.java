package tutti.request.domain;

import java.util.ArrayList;
import java.util.List;
import tutti.musig2.PublicKey;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/** All keys that a request names, each of which must be a point: the signers', then the items'. */
public record AnnouncedKeys(List<PublicKey> all, int signers) {
  public AnnouncedKeys {
    all = List.copyOf(all);
  }

  public static AnnouncedKeys of(SigningRequest request) {
    List<PublicKey> all = new ArrayList<>(request.keys());
    for (SigningItem item : request.items()) {
      List<PublicKey> keys = item.keys();
      if (keys == null && request.hasItemKeys()) {
        keys = request.keys(); // so that places tell the item
      }
      all.addAll(keys == null ? List.of() : keys);
    }
    return new AnnouncedKeys(all, request.keys().size());
  }

  /** Where the request has the key that is at this place. */
  public String field(int index) {
    return index < signers
        ? "body.keys[%d]".formatted(index)
        : "body.items[%d].keys[%d]".formatted(index / signers - 1, index % signers);
  }
}
