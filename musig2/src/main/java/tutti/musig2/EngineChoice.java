package tutti.musig2;

/** Which engine a process asks for. */
public enum EngineChoice {
  /** libsecp256k1 where it loads and passes its self-test, else BouncyCastle. */
  AUTO("auto"),
  /** libsecp256k1 or nothing. */
  LIBSECP256K1("libsecp256k1"),
  /** The portable one. */
  BOUNCYCASTLE("bouncycastle");

  private final String text;

  EngineChoice(String text) {
    this.text = text;
  }

  /** As settings and reports write it. */
  @Override
  public String toString() {
    return text;
  }
}
