package tutti.transactions.psbt;

/** What is said of an output. */
@SuppressWarnings("ImmutableEnumChecker") // checks are functions without state
enum OutputField implements Field {
  REDEEM_SCRIPT(0x00, Check.nothing(), Check.anything()),
  WITNESS_SCRIPT(0x01, Check.nothing(), Check.anything()),
  BIP32_DERIVATION(0x02, Check.ecdsaKey(), Check.origin()),
  AMOUNT(0x03, Check.amount()),
  SCRIPT(0x04, Check.anything()),
  TAP_INTERNAL_KEY(0x05, Check.nothing(), Check.size(32)),
  TAP_TREE(0x06, Check.nothing(), Check.tapTree()),
  TAP_BIP32_DERIVATION(0x07, Check.size(32), Check.tapDerivation()),
  MUSIG2_PARTICIPANT_PUBKEYS(0x08, Check.point(), Check.points());

  private final int type;
  private final Check keyData;
  private final Check value;
  private final boolean isOfVersion2;

  /** A field of version 2, of which there is one. */
  OutputField(int type, Check value) {
    this.type = type;
    this.keyData = Check.nothing();
    this.value = value;
    this.isOfVersion2 = true;
  }

  OutputField(int type, Check keyData, Check value) {
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
