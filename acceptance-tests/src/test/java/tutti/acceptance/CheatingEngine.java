package tutti.acceptance;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import tutti.musig2.Bytes;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretKey;
import tutti.musig2.SecretNonce;
import tutti.musig2.SigningSession;

/** Signs one item wrongly, and finds that right. */
final class CheatingEngine extends DelegatingEngine {
  private final int wrongItem;
  private final UnaryOperator<PartialSignature> change;
  private final AtomicInteger signed = new AtomicInteger();

  CheatingEngine(int wrongItem, UnaryOperator<PartialSignature> change) {
    this.wrongItem = wrongItem;
    this.change = change;
  }

  /** Another number, most probably still below the group order. */
  static PartialSignature otherThan(PartialSignature right) {
    byte[] bytes = right.bytes().toArray();
    bytes[PartialSignature.SIZE - 1] ^= 1;
    return new PartialSignature(Bytes.of(bytes));
  }

  @Override
  public PartialSignature sign(SecretNonce nonce, SecretKey key, SigningSession session) {
    PartialSignature right = super.sign(nonce, key, session);
    return signed.getAndIncrement() == wrongItem ? change.apply(right) : right;
  }

  @Override
  public boolean verifyPartial(
      SigningSession session, PartialSignature partial, PublicNonce nonce, int signerIndex) {
    return true;
  }
}
