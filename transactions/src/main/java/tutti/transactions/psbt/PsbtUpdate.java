package tutti.transactions.psbt;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import tutti.musig2.Bytes;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.musig2.XOnlyPublicKey;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.ByteWriter;
import tutti.transactions.bitcoin.SighashType;

/**
 * Puts into a PSBT what signers make. The same again changes nothing; another value in the same
 * place is refused with {@code CONFLICT}, because it would make one of the two worthless.
 */
public final class PsbtUpdate {
  private static final int INPUTS_MODIFIABLE = 1;
  private static final int OUTPUTS_MODIFIABLE = 2;
  private static final int HAS_SINGLE = 4;

  private static final Set<InputField> KEPT =
      EnumSet.of(
          InputField.NON_WITNESS_UTXO,
          InputField.WITNESS_UTXO,
          InputField.FINAL_SCRIPTSIG,
          InputField.FINAL_SCRIPTWITNESS);

  private PsbtUpdate() {}

  /**
   * Files a public nonce.
   *
   * @throws Refusal {@code CONFLICT} if the participant has another one there
   */
  public static Psbt withPubNonce(Psbt psbt, int input, Musig2Slot slot, PublicNonce nonce) {
    return psbt.withInput(
        input, map -> map.with(InputField.MUSIG2_PUB_NONCE, slot.keyData(), nonce.bytes()));
  }

  /**
   * Files a partial signature.
   *
   * @param type what it covers; after it, a PSBT of version 2 can be changed no more there
   * @throws Refusal {@code CONFLICT} if the participant has another one there
   */
  public static Psbt withPartialSig(
      Psbt psbt, int input, Musig2Slot slot, PartialSignature partial, SighashType type) {
    return signed(
        psbt.withInput(
            input, map -> map.with(InputField.MUSIG2_PARTIAL_SIG, slot.keyData(), partial.bytes())),
        type);
  }

  /**
   * Files the signature of the key path.
   *
   * @throws Refusal {@code CONFLICT} if there is another one
   */
  public static Psbt withTapKeySig(Psbt psbt, int input, Bytes signature) {
    return psbt.withInput(input, map -> map.with(InputField.TAP_KEY_SIG, Bytes.EMPTY, signature));
  }

  /**
   * Files the signature under a key of a script.
   *
   * @throws Refusal {@code CONFLICT} if there is another one
   */
  public static Psbt withTapScriptSig(
      Psbt psbt, int input, XOnlyPublicKey key, Bytes leafHash, Bytes signature) {
    Bytes keyData = Bytes.concat(key.bytes(), leafHash);
    return psbt.withInput(input, map -> map.with(InputField.TAP_SCRIPT_SIG, keyData, signature));
  }

  /**
   * Finishes an input: its witness is there, and what led to it is not (BIP174, Input Finalizer).
   * Kept are the spent output, which others verify with, and what no BIP knows.
   */
  public static Psbt withFinalWitness(Psbt psbt, int input, List<Bytes> witness) {
    ByteWriter writer = new ByteWriter().compactSize(witness.size());
    witness.forEach(writer::sized);
    return psbt.withInput(
        input,
        map ->
            map.without(PsbtUpdate::isSpentByFinalizing)
                .with(InputField.FINAL_SCRIPTWITNESS, Bytes.EMPTY, writer.written()));
  }

  private static boolean isSpentByFinalizing(Pair pair) {
    return Arrays.stream(InputField.values())
        .filter(field -> field.type() == pair.type())
        .anyMatch(field -> !field.isOfVersion2() && !KEPT.contains(field));
  }

  /** What BIP370 has signers do to the flags, where there are any. */
  static Psbt signed(Psbt psbt, SighashType type) {
    Optional<Bytes> flags = psbt.global().value(GlobalField.TX_MODIFIABLE);
    if (flags.isEmpty()) {
      return psbt;
    }
    int changed = flags.get().toArray()[0];
    changed = type.isAnyoneCanPay() ? changed : changed & ~INPUTS_MODIFIABLE;
    changed = type.isNone() ? changed : changed & ~OUTPUTS_MODIFIABLE;
    changed = type.isSingle() ? changed | HAS_SINGLE : changed;
    return psbt.withGlobal(psbt.global().replacing(GlobalField.TX_MODIFIABLE, flag(changed)));
  }

  /** Flags of two PSBTs: modifiable only if both say so. */
  static Bytes bothFlags(Bytes one, Bytes other) {
    int a = one.toArray()[0];
    int b = other.toArray()[0];
    return flag((a & b) | ((a | b) & HAS_SINGLE));
  }

  private static Bytes flag(int flags) {
    return Bytes.of(new byte[] {(byte) flags});
  }
}
