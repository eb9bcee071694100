package tutti.protocol.discovery;

/** What the services themselves counted about a signer; nothing of it is self-reported. */
public record SignerRecord(long completed, long failedAtFault) {
  public static final SignerRecord NONE = new SignerRecord(0, 0);
}
