package tutti.transactions.psbt;

/** What is said once in a PSBT. */
@SuppressWarnings("ImmutableEnumChecker") // checks are functions without state
enum GlobalField implements Field {
  UNSIGNED_TX(Form.of(0x00, Check.nothing(), Check.unsignedTransaction())),
  XPUB(Form.of(0x01, Check.size(78), Check.origin())),
  TX_VERSION(Form.ofVersion2(0x02, Check.size(4))),
  FALLBACK_LOCKTIME(Form.ofVersion2(0x03, Check.size(4))),
  INPUT_COUNT(Form.ofVersion2(0x04, Check.compactSize())),
  OUTPUT_COUNT(Form.ofVersion2(0x05, Check.compactSize())),
  TX_MODIFIABLE(Form.ofVersion2(0x06, Check.size(1))),
  VERSION(Form.of(0xfb, Check.nothing(), Check.size(4)));

  private final Form form;

  GlobalField(Form form) {
    this.form = form;
  }

  @Override
  public Form form() {
    return form;
  }
}
