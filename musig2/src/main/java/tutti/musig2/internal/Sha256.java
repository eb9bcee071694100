package tutti.musig2.internal;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/** The SHA-256 of the JDK, which the JVM replaces by machine instructions. */
public final class Sha256 {
  private Sha256() {}

  public static MessageDigest newDigest() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }

  /** A second digest that goes on from where the first one is. The first one is only read. */
  public static MessageDigest copy(MessageDigest digest) {
    try {
      return (MessageDigest) digest.clone();
    } catch (CloneNotSupportedException e) {
      throw new IllegalStateException("the SHA-256 of this platform cannot be copied", e);
    }
  }
}
