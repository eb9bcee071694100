package tutti.protocol.discovery;

import tutti.protocol.Require;

/** What the services themselves counted about a signer; nothing of it is self-reported. */
public record SignerRecord(long completed, long failedAtFault) {
  public SignerRecord {
    Require.safeInteger(completed, "completed");
    Require.safeInteger(failedAtFault, "failedAtFault");
  }

  public static final SignerRecord NONE = new SignerRecord(0, 0);
}
