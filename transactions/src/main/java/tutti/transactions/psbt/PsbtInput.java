package tutti.transactions.psbt;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import tutti.musig2.Bytes;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.musig2.XOnlyPublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.ByteReader;
import tutti.transactions.bitcoin.Outpoint;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.bitcoin.TransactionReader;
import tutti.transactions.bitcoin.TxOutput;

/** What a PSBT says of an input, in the words of BIP371 and BIP373. */
public final class PsbtInput {
  private final PsbtMap map;

  PsbtInput(PsbtMap map) {
    this.map = map;
  }

  /**
   * The output that the input spends.
   *
   * @throws Refusal {@code MALFORMED} if the transaction that is given for it is another one, has
   *     no such output, or another one than is given beside it
   */
  public Optional<TxOutput> spentOutput(Outpoint outpoint) {
    Optional<TxOutput> witness =
        map.value(InputField.WITNESS_UTXO).map(value -> TxOutput.read(new ByteReader(value)));
    Optional<TxOutput> whole =
        map.value(InputField.NON_WITNESS_UTXO).map(value -> output(value, outpoint));
    if (witness.isPresent() && whole.isPresent() && !witness.equals(whole)) {
      throw malformed(InputField.WITNESS_UTXO, "not what the transaction has that it is of");
    }
    return witness.or(() -> whole);
  }

  private static TxOutput output(Bytes serialized, Outpoint outpoint) {
    BitcoinTransaction transaction = TransactionReader.read(serialized);
    if (!transaction.txid().equals(outpoint.txid())
        || outpoint.index() >= transaction.outputs().size()) {
      throw malformed(InputField.NON_WITNESS_UTXO, "has no output " + outpoint);
    }
    return transaction.outputs().get((int) outpoint.index());
  }

  /**
   * What signatures of the input must cover.
   *
   * @throws Refusal {@code MALFORMED} if Taproot knows no such type
   */
  public SighashType sighashType() {
    try {
      return SighashType.of(map.value(InputField.SIGHASH_TYPE).map(Psbt::u32).orElse(0L));
    } catch (Refusal refusal) {
      throw refusal.within(InputField.SIGHASH_TYPE.label());
    }
  }

  /** Whether it is said what signatures must cover; otherwise they may cover what they like. */
  public boolean hasSighashType() {
    return map.has(InputField.SIGHASH_TYPE);
  }

  public Optional<XOnlyPublicKey> tapInternalKey() {
    return map.value(InputField.TAP_INTERNAL_KEY).map(XOnlyPublicKey::new);
  }

  public Optional<Bytes> tapMerkleRoot() {
    return map.value(InputField.TAP_MERKLE_ROOT);
  }

  public List<TapLeafScript> tapLeafScripts() {
    return map.all(InputField.TAP_LEAF_SCRIPT).stream().map(TapLeafScript::of).toList();
  }

  /** Where a key comes from, if that is said. */
  public Optional<TapBip32Derivation> tapBip32Derivation(XOnlyPublicKey key) {
    return map.value(InputField.TAP_BIP32_DERIVATION, key.bytes())
        .map(value -> TapBip32Derivation.read(key.bytes(), new ByteReader(value)));
  }

  /** The signature that spends the input by its key, 64 or 65 bytes. */
  public Optional<Bytes> tapKeySig() {
    return map.value(InputField.TAP_KEY_SIG);
  }

  /** The signature under a key of a script, 64 or 65 bytes. */
  public Optional<Bytes> tapScriptSig(XOnlyPublicKey key, Bytes leafHash) {
    return map.value(InputField.TAP_SCRIPT_SIG, Bytes.concat(key.bytes(), leafHash));
  }

  public List<Musig2Participants> musig2Participants() {
    return Musig2Participants.all(map, InputField.MUSIG2_PARTICIPANT_PUBKEYS);
  }

  public Optional<PublicNonce> musig2PubNonce(Musig2Slot slot) {
    return map.value(InputField.MUSIG2_PUB_NONCE, slot.keyData()).map(PublicNonce::new);
  }

  public Optional<PartialSignature> musig2PartialSig(Musig2Slot slot) {
    return map.value(InputField.MUSIG2_PARTIAL_SIG, slot.keyData()).map(PartialSignature::new);
  }

  /** All nonces there are, wherever they are filed. */
  public Map<Musig2Slot, PublicNonce> musig2PubNonces() {
    return map.all(InputField.MUSIG2_PUB_NONCE).stream()
        .collect(
            Collectors.toUnmodifiableMap(
                pair -> Musig2Slot.of(pair.keyData()), pair -> new PublicNonce(pair.value())));
  }

  /** The witness, if the input is finished and has one. */
  public Optional<List<Bytes>> finalScriptWitness() {
    return map.value(InputField.FINAL_SCRIPTWITNESS)
        .map(value -> TransactionReader.readWitness(new ByteReader(value)));
  }

  public Optional<Bytes> finalScriptSig() {
    return map.value(InputField.FINAL_SCRIPTSIG);
  }

  /** Whether nothing is left to be signed. */
  public boolean isFinal() {
    return map.has(InputField.FINAL_SCRIPTSIG) || map.has(InputField.FINAL_SCRIPTWITNESS);
  }

  private static Refusal malformed(InputField field, String message) {
    return Refusal.ofField(ErrorCode.MALFORMED, field.label(), message);
  }
}
