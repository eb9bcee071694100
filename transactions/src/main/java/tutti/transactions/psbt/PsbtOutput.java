package tutti.transactions.psbt;

import java.util.List;
import java.util.Optional;
import tutti.musig2.XOnlyPublicKey;
import tutti.transactions.bitcoin.ByteReader;

/** What a PSBT says of an output, in the words of BIP371 and BIP373. */
public final class PsbtOutput {
  private final PsbtMap map;

  PsbtOutput(PsbtMap map) {
    this.map = map;
  }

  public Optional<XOnlyPublicKey> tapInternalKey() {
    return map.value(OutputField.TAP_INTERNAL_KEY).map(XOnlyPublicKey::new);
  }

  public Optional<TapTree> tapTree() {
    return map.value(OutputField.TAP_TREE).map(TapTree::read);
  }

  /** Where a key comes from, if that is said. */
  public Optional<TapBip32Derivation> tapBip32Derivation(XOnlyPublicKey key) {
    return map.value(OutputField.TAP_BIP32_DERIVATION, key.bytes())
        .map(value -> TapBip32Derivation.read(key.bytes(), new ByteReader(value)));
  }

  public List<Musig2Participants> musig2Participants() {
    return Musig2Participants.all(map, OutputField.MUSIG2_PARTICIPANT_PUBKEYS);
  }
}
