package tutti.transactions.psbt;

import tutti.musig2.PartialSignature;

/** What is said of an input. */
@SuppressWarnings("ImmutableEnumChecker") // checks are functions without state
enum InputField implements Field {
  NON_WITNESS_UTXO(0x00, Check.nothing(), Check.transaction()),
  WITNESS_UTXO(0x01, Check.nothing(), Check.output()),
  PARTIAL_SIG(0x02, Check.ecdsaKey(), Check.atLeast(1)),
  SIGHASH_TYPE(0x03, Check.nothing(), Check.size(4)),
  REDEEM_SCRIPT(0x04, Check.nothing(), Check.anything()),
  WITNESS_SCRIPT(0x05, Check.nothing(), Check.anything()),
  BIP32_DERIVATION(0x06, Check.ecdsaKey(), Check.origin()),
  FINAL_SCRIPTSIG(0x07, Check.nothing(), Check.anything()),
  FINAL_SCRIPTWITNESS(0x08, Check.nothing(), Check.witness()),
  POR_COMMITMENT(0x09, Check.nothing(), Check.anything()),
  RIPEMD160(0x0a, Check.size(20), Check.anything()),
  SHA256(0x0b, Check.size(32), Check.anything()),
  HASH160(0x0c, Check.size(20), Check.anything()),
  HASH256(0x0d, Check.size(32), Check.anything()),
  PREVIOUS_TXID(0x0e, Check.size(32)),
  OUTPUT_INDEX(0x0f, Check.size(4)),
  SEQUENCE(0x10, Check.size(4)),
  REQUIRED_TIME_LOCKTIME(0x11, Check.u32(LockTime.THRESHOLD, LockTime.LIMIT)),
  REQUIRED_HEIGHT_LOCKTIME(0x12, Check.u32(1, LockTime.THRESHOLD)),
  TAP_KEY_SIG(0x13, Check.nothing(), Check.size(64, 65)),
  TAP_SCRIPT_SIG(0x14, Check.size(64), Check.size(64, 65)),
  TAP_LEAF_SCRIPT(0x15, Check.controlBlock(), Check.atLeast(1)),
  TAP_BIP32_DERIVATION(0x16, Check.size(32), Check.tapDerivation()),
  TAP_INTERNAL_KEY(0x17, Check.nothing(), Check.size(32)),
  TAP_MERKLE_ROOT(0x18, Check.nothing(), Check.size(32)),
  MUSIG2_PARTICIPANT_PUBKEYS(0x1a, Check.point(), Check.points()),
  MUSIG2_PUB_NONCE(0x1b, Check.musig2Slot(), Check.publicNonce()),
  MUSIG2_PARTIAL_SIG(0x1c, Check.musig2Slot(), Check.size(PartialSignature.SIZE));

  private final int type;
  private final Check keyData;
  private final Check value;
  private final boolean isOfVersion2;

  /** A field of version 2, of which there is one. */
  InputField(int type, Check value) {
    this.type = type;
    this.keyData = Check.nothing();
    this.value = value;
    this.isOfVersion2 = true;
  }

  InputField(int type, Check keyData, Check value) {
    this.type = type;
    this.keyData = keyData;
    this.value = value;
    this.isOfVersion2 = false;
  }

  @Override
  public int type() {
    return type;
  }

  @Override
  public Check keyData() {
    return keyData;
  }

  @Override
  public Check value() {
    return value;
  }

  @Override
  public boolean isOfVersion2() {
    return isOfVersion2;
  }
}
