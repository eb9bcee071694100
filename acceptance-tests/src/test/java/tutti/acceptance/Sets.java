package tutti.acceptance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.PublicNonce;
import tutti.protocol.SessionId;
import tutti.protocol.Transcript;

/** Changes to the JSON of a complete set: commitments or nonces, by signer, then by item. */
final class Sets {
  private static final String OTHER_COMMITMENT = "77".repeat(32);

  private Sets() {}

  /** A change, made for the signer with this index. */
  interface Change {
    void apply(int index, ObjectNode set);
  }

  static ArrayNode list(ObjectNode set, String name) {
    return (ArrayNode) set.get(name);
  }

  /** Replaces what the signer itself gave. */
  static void own(int index, ObjectNode set) {
    ((ArrayNode) either(set).get(index)).set(0, replacement(set));
  }

  /** Replaces what another signer gave. */
  static void others(int index, ObjectNode set) {
    replaceOther(index, set, replacement(set));
  }

  /** Replaces another's commitment so that the hash is right. */
  static void consistentCommitments(int index, ObjectNode set) {
    others(index, set);
    List<List<Bytes>> commitments = new ArrayList<>();
    for (var signer : list(set, "commitments")) {
      List<Bytes> items = new ArrayList<>();
      signer.forEach(item -> items.add(Bytes.fromHex(item.asText())));
      commitments.add(items);
    }
    set.put("commitmentsHash", Transcript.commitmentsHash(session(set), commitments).hex());
  }

  /** Replaces another's nonce so that hash and aggregate are right. */
  static void consistentNonces(int index, ObjectNode set) {
    others(index, set);
    rehash(set);
    List<List<PublicNonce>> nonces = nonces(set);
    for (int item = 0; item < nonces.get(0).size(); item++) {
      int position = item;
      var sum =
          Engines.bouncyCastle()
              .aggregateNonces(nonces.stream().map(list -> list.get(position)).toList());
      list(set, "aggnonces").set(item, sum.hex());
    }
  }

  /** Replaces another's nonce by bytes that are no points, with the hash. */
  static void offCurve(int index, ObjectNode set) {
    replaceOther(index, set, "02" + "ff".repeat(32) + "02" + "ff".repeat(32));
    rehash(set);
  }

  private static void rehash(ObjectNode set) {
    set.put("noncesHash", Transcript.noncesHash(session(set), nonces(set)).hex());
  }

  private static List<List<PublicNonce>> nonces(ObjectNode set) {
    List<List<PublicNonce>> nonces = new ArrayList<>();
    for (var signer : list(set, "pubnonces")) {
      List<PublicNonce> items = new ArrayList<>();
      signer.forEach(item -> items.add(PublicNonce.fromHex(item.asText())));
      nonces.add(items);
    }
    return nonces;
  }

  private static void replaceOther(int index, ObjectNode set, String value) {
    ArrayNode all = either(set);
    ((ArrayNode) all.get((index + 1) % all.size())).set(0, value);
  }

  private static ArrayNode either(ObjectNode set) {
    return list(set, set.has("commitments") ? "commitments" : "pubnonces");
  }

  private static String replacement(ObjectNode set) {
    String generator = "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798";
    return set.has("commitments") ? OTHER_COMMITMENT : "02" + generator + "03" + generator;
  }

  private static SessionId session(ObjectNode set) {
    return SessionId.fromHex(set.get("sessionId").asText());
  }
}
