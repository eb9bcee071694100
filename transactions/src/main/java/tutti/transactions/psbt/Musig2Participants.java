package tutti.transactions.psbt;

import java.util.ArrayList;
import java.util.List;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;

/**
 * An aggregate key and the keys that it is made of (BIP373).
 *
 * @param aggregate before any derivation and tweak
 * @param participants in the order of aggregation
 */
public record Musig2Participants(PublicKey aggregate, List<PublicKey> participants) {
  public Musig2Participants {
    participants = List.copyOf(participants);
  }

  static Musig2Participants of(Pair pair) {
    List<PublicKey> participants = new ArrayList<>();
    for (int at = 0; at < pair.value().length(); at += PublicKey.SIZE) {
      participants.add(new PublicKey(pair.value().slice(at, at + PublicKey.SIZE)));
    }
    return new Musig2Participants(new PublicKey(pair.keyData()), participants);
  }

  static List<Musig2Participants> all(PsbtMap map, Field field) {
    return map.all(field).stream().map(Musig2Participants::of).toList();
  }

  Bytes value() {
    return Bytes.concat(participants.stream().map(PublicKey::bytes).toArray(Bytes[]::new));
  }
}
