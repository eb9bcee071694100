package tutti.transactions.psbt;

import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.XOnlyPublicKey;
import tutti.protocol.Refusal;

/**
 * What those who can spend a Taproot output know of it, in the words of BIP371 and BIP373.
 *
 * @param internalKey null where the output pays to a key as it is
 * @param tree null where there are no scripts
 */
public record TapOutput(
    @Nullable XOnlyPublicKey internalKey,
    @Nullable TapTree tree,
    List<TapBip32Derivation> derivations,
    List<Musig2Participants> groups) {
  public TapOutput {
    derivations = List.copyOf(derivations);
    groups = List.copyOf(groups);
  }

  /**
   * Says so of the output that an input spends.
   *
   * @throws Refusal {@code CONFLICT} if something else is said there
   */
  public Psbt spentBy(Psbt psbt, int input) {
    return psbt.withInput(input, map -> withGroups(spent(map), InputField.TAP_BIP32_DERIVATION));
  }

  /**
   * Says so of an output that is paid to.
   *
   * @throws Refusal {@code CONFLICT} if something else is said there
   */
  public Psbt paidIn(Psbt psbt, int output) {
    return psbt.withOutput(output, map -> withGroups(paid(map), OutputField.TAP_BIP32_DERIVATION));
  }

  private PsbtMap spent(PsbtMap map) {
    if (internalKey == null) {
      return map;
    }
    PsbtMap known = map.with(InputField.TAP_INTERNAL_KEY, Bytes.EMPTY, internalKey.bytes());
    if (tree == null) {
      return known;
    }
    known = known.with(InputField.TAP_MERKLE_ROOT, Bytes.EMPTY, tree.merkleRoot());
    for (int i = 0; i < tree.leaves().size(); i++) {
      TapTree.Leaf leaf = tree.leaves().get(i);
      Bytes script = Bytes.concat(leaf.script(), Bytes.of(new byte[] {(byte) leaf.version()}));
      known = known.with(InputField.TAP_LEAF_SCRIPT, tree.controlBlock(i, internalKey), script);
    }
    return known;
  }

  private PsbtMap paid(PsbtMap map) {
    if (internalKey == null) {
      return map;
    }
    PsbtMap known = map.with(OutputField.TAP_INTERNAL_KEY, Bytes.EMPTY, internalKey.bytes());
    return tree == null ? known : known.with(OutputField.TAP_TREE, Bytes.EMPTY, tree.encode());
  }

  private PsbtMap withGroups(PsbtMap map, Field derivation) {
    boolean isInput = derivation == InputField.TAP_BIP32_DERIVATION;
    Field participants =
        isInput ? InputField.MUSIG2_PARTICIPANT_PUBKEYS : OutputField.MUSIG2_PARTICIPANT_PUBKEYS;
    PsbtMap known = map;
    for (TapBip32Derivation key : derivations) {
      known = known.with(derivation, key.key(), key.encode());
    }
    for (Musig2Participants group : groups) {
      known = known.with(participants, group.aggregate().bytes(), group.value());
    }
    return known;
  }
}
