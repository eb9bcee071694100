package tutti.protocol;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import tutti.musig2.Bytes;
import tutti.musig2.KeySort;
import tutti.musig2.PublicKey;
import tutti.musig2.TaggedHash;

/**
 * Who broadcasts, and who takes over. A pure function of the request, so everyone recomputes it.
 *
 * @param priorityList signer indexes, the coordinator first; each signer at most once
 * @param proof SHA-256 of the sorted keys' lower-case hex, concatenated
 */
public record Election(ElectionMethod method, List<Integer> priorityList, Bytes proof) {
  public Election {
    priorityList = List.copyOf(priorityList);
  }

  /** Signer index of the coordinator. */
  public int coordinator() {
    return priorityList.get(0);
  }

  /**
   * Elects among the keys.
   *
   * @param orderedKeys the request's one key order; indexes refer to it
   */
  public static Election hold(
      ElectionMethod method, List<PublicKey> orderedKeys, PublicKey creator, boolean failover) {
    List<PublicKey> sorted = KeySort.sort(orderedKeys);
    Bytes proof = proof(sorted);
    List<Integer> order =
        switch (method) {
          case LEXICOGRAPHIC -> indexes(sorted, orderedKeys);
          case HASH_BASED -> rotated(indexes(sorted, orderedKeys), draw(proof, sorted.size()));
          case FIRST_SIGNER -> upTo(orderedKeys.size());
          case LAST_SIGNER -> reversed(upTo(orderedKeys.size()));
          case CREATOR -> creatorFirst(indexes(sorted, orderedKeys), orderedKeys.indexOf(creator));
        };
    return new Election(method, failover ? order : order.subList(0, 1), proof);
  }

  private static Bytes proof(List<PublicKey> sorted) {
    String text = sorted.stream().map(PublicKey::hex).collect(Collectors.joining());
    return TaggedHash.sha256(Bytes.of(text.getBytes(StandardCharsets.US_ASCII)));
  }

  /** The first four bytes of the proof, unsigned big-endian, modulo n. */
  private static int draw(Bytes proof, int n) {
    return (int) (Long.parseLong(proof.hex().substring(0, 8), 16) % n);
  }

  private static List<Integer> indexes(List<PublicKey> keys, List<PublicKey> orderedKeys) {
    var position = new java.util.HashMap<PublicKey, Integer>();
    for (int i = 0; i < orderedKeys.size(); i++) {
      position.put(orderedKeys.get(i), i);
    }
    return keys.stream().map(position::get).toList();
  }

  private static List<Integer> upTo(int n) {
    return IntStream.range(0, n).boxed().toList();
  }

  private static List<Integer> rotated(List<Integer> order, int start) {
    var rotated = new ArrayList<>(order);
    Collections.rotate(rotated, -start);
    return rotated;
  }

  private static List<Integer> reversed(List<Integer> order) {
    var reversed = new ArrayList<>(order);
    Collections.reverse(reversed);
    return reversed;
  }

  private static List<Integer> creatorFirst(List<Integer> order, int creator) {
    var result = new ArrayList<Integer>(order);
    result.remove(Integer.valueOf(creator));
    result.add(0, creator);
    return result;
  }
}
