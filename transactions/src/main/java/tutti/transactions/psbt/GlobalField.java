package tutti.transactions.psbt;

/** What is said once in a PSBT. */
@SuppressWarnings("ImmutableEnumChecker") // checks are functions without state
enum GlobalField implements Field {
  UNSIGNED_TX(0x00, Check.nothing(), Check.unsignedTransaction()),
  XPUB(0x01, Check.size(78), Check.origin()),
  TX_VERSION(0x02, Check.size(4)),
  FALLBACK_LOCKTIME(0x03, Check.size(4)),
  INPUT_COUNT(0x04, Check.compactSize()),
  OUTPUT_COUNT(0x05, Check.compactSize()),
  TX_MODIFIABLE(0x06, Check.size(1)),
  VERSION(0xfb, Check.nothing(), Check.size(4));

  private final int type;
  private final Check keyData;
  private final Check value;
  private final boolean isOfVersion2;

  /** A field of version 2, of which there is one. */
  GlobalField(int type, Check value) {
    this.type = type;
    this.keyData = Check.nothing();
    this.value = value;
    this.isOfVersion2 = true;
  }

  GlobalField(int type, Check keyData, Check value) {
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
