package tutti.transactions.psbt;

/** What is said of an output. */
@SuppressWarnings("ImmutableEnumChecker") // checks are functions without state
enum OutputField implements Field {
  REDEEM_SCRIPT(Form.of(0x00, Check.nothing(), Check.anything())),
  WITNESS_SCRIPT(Form.of(0x01, Check.nothing(), Check.anything())),
  BIP32_DERIVATION(Form.of(0x02, Check.ecdsaKey(), Check.origin())),
  AMOUNT(Form.ofVersion2(0x03, Check.amount())),
  SCRIPT(Form.ofVersion2(0x04, Check.anything())),
  TAP_INTERNAL_KEY(Form.of(0x05, Check.nothing(), Check.size(32))),
  TAP_TREE(Form.of(0x06, Check.nothing(), Check.tapTree())),
  TAP_BIP32_DERIVATION(Form.of(0x07, Check.size(32), Check.tapDerivation())),
  MUSIG2_PARTICIPANT_PUBKEYS(Form.of(0x08, Check.point(), Check.points()));

  private final Form form;

  OutputField(Form form) {
    this.form = form;
  }

  @Override
  public Form form() {
    return form;
  }
}
