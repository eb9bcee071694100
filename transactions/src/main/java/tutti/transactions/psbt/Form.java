package tutti.transactions.psbt;

/**
 * What a BIP demands of a field.
 *
 * @param type the first byte of its key
 * @param keyData what follows it
 * @param isOfVersion2 whether only PSBTs of version 2 may have it
 */
record Form(int type, Check keyData, Check value, boolean isOfVersion2) {
  static Form of(int type, Check keyData, Check value) {
    return new Form(type, keyData, value, false);
  }

  /** Of version 2; there is one in each map. */
  static Form ofVersion2(int type, Check value) {
    return new Form(type, Check.nothing(), value, true);
  }
}
