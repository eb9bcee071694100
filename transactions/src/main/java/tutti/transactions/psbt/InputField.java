package tutti.transactions.psbt;

import tutti.musig2.PartialSignature;

/** What is said of an input. */
@SuppressWarnings("ImmutableEnumChecker") // checks are functions without state
enum InputField implements Field {
  NON_WITNESS_UTXO(Form.of(0x00, Check.nothing(), Check.transaction())),
  WITNESS_UTXO(Form.of(0x01, Check.nothing(), Check.output())),
  PARTIAL_SIG(Form.of(0x02, Check.ecdsaKey(), Check.atLeast(1))),
  SIGHASH_TYPE(Form.of(0x03, Check.nothing(), Check.size(4))),
  REDEEM_SCRIPT(Form.of(0x04, Check.nothing(), Check.anything())),
  WITNESS_SCRIPT(Form.of(0x05, Check.nothing(), Check.anything())),
  BIP32_DERIVATION(Form.of(0x06, Check.ecdsaKey(), Check.origin())),
  FINAL_SCRIPTSIG(Form.of(0x07, Check.nothing(), Check.anything())),
  FINAL_SCRIPTWITNESS(Form.of(0x08, Check.nothing(), Check.witness())),
  POR_COMMITMENT(Form.of(0x09, Check.nothing(), Check.anything())),
  RIPEMD160(Form.of(0x0a, Check.size(20), Check.anything())),
  SHA256(Form.of(0x0b, Check.size(32), Check.anything())),
  HASH160(Form.of(0x0c, Check.size(20), Check.anything())),
  HASH256(Form.of(0x0d, Check.size(32), Check.anything())),
  PREVIOUS_TXID(Form.ofVersion2(0x0e, Check.size(32))),
  OUTPUT_INDEX(Form.ofVersion2(0x0f, Check.size(4))),
  SEQUENCE(Form.ofVersion2(0x10, Check.size(4))),
  REQUIRED_TIME_LOCKTIME(Form.ofVersion2(0x11, Check.u32(LockTime.THRESHOLD, LockTime.LIMIT))),
  REQUIRED_HEIGHT_LOCKTIME(Form.ofVersion2(0x12, Check.u32(1, LockTime.THRESHOLD))),
  TAP_KEY_SIG(Form.of(0x13, Check.nothing(), Check.size(64, 65))),
  TAP_SCRIPT_SIG(Form.of(0x14, Check.size(64), Check.size(64, 65))),
  TAP_LEAF_SCRIPT(Form.of(0x15, Check.controlBlock(), Check.atLeast(1))),
  TAP_BIP32_DERIVATION(Form.of(0x16, Check.size(32), Check.tapDerivation())),
  TAP_INTERNAL_KEY(Form.of(0x17, Check.nothing(), Check.size(32))),
  TAP_MERKLE_ROOT(Form.of(0x18, Check.nothing(), Check.size(32))),
  MUSIG2_PARTICIPANT_PUBKEYS(Form.of(0x1a, Check.point(), Check.points())),
  MUSIG2_PUB_NONCE(Form.of(0x1b, Check.musig2Slot(), Check.publicNonce())),
  MUSIG2_PARTIAL_SIG(Form.of(0x1c, Check.musig2Slot(), Check.size(PartialSignature.SIZE)));

  private final Form form;

  InputField(Form form) {
    this.form = form;
  }

  @Override
  public Form form() {
    return form;
  }
}
