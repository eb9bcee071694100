package tutti.musig2;

/** The kinds of data that another party contributes and can get wrong, as BIP327 names them. */
public enum Contribution {
  PUBKEY("public key"),
  PUBNONCE("public nonce"),
  AGGNONCE("aggregate nonce"),
  AGGOTHERNONCE("aggregate of the other nonces"),
  PARTIAL_SIGNATURE("partial signature");

  private final String description;

  Contribution(String description) {
    this.description = description;
  }

  @Override
  public String toString() {
    return description;
  }
}
