package tutti.musig2;

/** The Bitcoin networks, which differ in how addresses and extended keys are written. */
public enum Network {
  MAINNET("bc", 0x0488B21E),
  TESTNET("tb", 0x043587CF),
  SIGNET("tb", 0x043587CF),
  REGTEST("bcrt", 0x043587CF);

  private final String addressPrefix;
  private final int extendedKeyVersion;

  Network(String addressPrefix, int extendedKeyVersion) {
    this.addressPrefix = addressPrefix;
    this.extendedKeyVersion = extendedKeyVersion;
  }

  /** The human-readable part of a segwit address. */
  public String addressPrefix() {
    return addressPrefix;
  }

  /** The four version bytes of a BIP32 public key. */
  int extendedKeyVersion() {
    return extendedKeyVersion;
  }
}
