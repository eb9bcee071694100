package tutti.transactions.signing;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.KeyAggContext;
import tutti.musig2.Taproot;
import tutti.musig2.Tweak;
import tutti.musig2.XOnlyPublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.TxOutput;
import tutti.transactions.psbt.Musig2Participants;
import tutti.transactions.psbt.PsbtInput;
import tutti.transactions.psbt.TapLeafScript;

/**
 * A key of a group that an output can be spent with.
 *
 * @param keys the group's, with all tweaks that lead to the key
 * @param leafHash of the script that has the key, or null if it is the output's
 */
record SigningTarget(Musig2Participants group, KeyAggContext keys, @Nullable Bytes leafHash) {
  private static final int TAPSCRIPT = 0xc0;

  /** All of them: the output key first, then those in scripts. */
  static List<SigningTarget> of(PsbtInput input, TxOutput spent, Effort effort) {
    List<Musig2Participants> groups = input.musig2Participants();
    groups.forEach(SigningTarget::require);
    XOnlyPublicKey outputKey = new XOnlyPublicKey(spent.script().slice(2, spent.script().length()));
    List<SigningTarget> targets = new ArrayList<>();
    for (Musig2Participants group : groups) {
      keyPath(group, input, outputKey, effort).ifPresent(targets::add);
    }
    for (TapLeafScript leaf : input.tapLeafScripts()) {
      if (leaf.leafVersion() == TAPSCRIPT) {
        List<SigningTarget> found = inLeaf(leaf, groups, input, effort);
        if (!found.isEmpty()) {
          require(leaf, outputKey);
        }
        targets.addAll(found);
      }
    }
    // One script may be in a tree twice, or be given with two proofs; it is signed once.
    return targets.stream().distinct().toList();
  }

  private static void require(Musig2Participants group) {
    if (new HashSet<>(group.participants()).size() < group.participants().size()) {
      throw wrong("musig2_participant_pubkeys", "a participant is there twice");
    }
    KeyAggContext keys = SigningPlan.ENGINE.aggregateKeys(group.participants(), List.of());
    if (!keys.aggregatePublicKey().equals(group.aggregate())) {
      throw wrong(
          "musig2_participant_pubkeys",
          "the participants aggregate to %s, not %s"
              .formatted(keys.aggregatePublicKey().hex(), group.aggregate().hex()));
    }
  }

  private static Optional<SigningTarget> keyPath(
      Musig2Participants group, PsbtInput input, XOnlyPublicKey outputKey, Effort effort) {
    Optional<XOnlyPublicKey> internal = input.tapInternalKey();
    Optional<List<Tweak>> derivation =
        KeyDerivation.tweaks(
            group.aggregate(), internal.orElse(outputKey), input::tapBip32Derivation, effort);
    if (derivation.isEmpty()) {
      return Optional.empty();
    }
    Stream<Tweak> taproot =
        internal.stream().map(key -> Taproot.tweak(key, input.tapMerkleRoot().orElse(null)));
    List<Tweak> tweaks = Stream.concat(derivation.get().stream(), taproot).toList();
    KeyAggContext keys = SigningPlan.ENGINE.aggregateKeys(group.participants(), tweaks);
    if (!keys.xOnlyPublicKey().equals(outputKey)) {
      throw wrong(
          "tap_internal_key",
          "with the merkle root it is the key %s, but the output has %s"
              .formatted(keys.xOnlyPublicKey().hex(), outputKey.hex()));
    }
    return Optional.of(new SigningTarget(group, keys, null));
  }

  private static List<SigningTarget> inLeaf(
      TapLeafScript leaf, List<Musig2Participants> groups, PsbtInput input, Effort effort) {
    List<SigningTarget> targets = new ArrayList<>();
    for (Bytes key : new LinkedHashSet<>(leaf.keys())) {
      for (Musig2Participants group : groups) {
        KeyDerivation.tweaks(
                group.aggregate(), new XOnlyPublicKey(key), input::tapBip32Derivation, effort)
            .map(tweaks -> SigningPlan.ENGINE.aggregateKeys(group.participants(), tweaks))
            .ifPresent(keys -> targets.add(new SigningTarget(group, keys, leaf.leafHash())));
      }
    }
    return targets;
  }

  /**
   * The output must have the script, or the signature would be of no use, or for something else.
   */
  private static void require(TapLeafScript leaf, XOnlyPublicKey outputKey) {
    try {
      if (leaf.isConsistent()
          && Taproot.outputKey(leaf.internalKey(), leaf.merkleRoot()).equals(outputKey)) {
        return;
      }
    } catch (IllegalArgumentException e) {
      throw wrong("tap_leaf_script", String.valueOf(e.getMessage()));
    }
    throw wrong("tap_leaf_script", "the output does not have the script " + leaf.leafHash());
  }

  private static Refusal wrong(String field, String message) {
    return Refusal.ofField(ErrorCode.INVALID_KEY, field, message);
  }
}
