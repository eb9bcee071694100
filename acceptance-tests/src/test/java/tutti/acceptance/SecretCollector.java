package tutti.acceptance;

import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import tutti.musig2.NoncePair;
import tutti.musig2.NonceRequest;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicNonce;
import tutti.musig2.SecretKey;
import tutti.musig2.SecretNonce;
import tutti.musig2.SigningSession;

/**
 * An engine that keeps the secrets which pass through it. What no API hands out is taken by
 * reflection, before it is wiped.
 */
final class SecretCollector extends DelegatingEngine {
  /** How it signs. */
  enum Signing {
    RIGHTLY,
    /** And finds that right. */
    WRONGLY,
    /** And notices. */
    BROKEN
  }

  private final List<byte[]> secrets = new CopyOnWriteArrayList<>();
  private final Signing signing;

  SecretCollector(Signing signing) {
    this.signing = signing;
  }

  /** Every secret scalar seen, 32 bytes each. */
  List<byte[]> secrets() {
    return secrets;
  }

  void add(SecretKey key) {
    secrets.add(((byte[]) read(key, "scalar")).clone());
  }

  @Override
  public NoncePair generateNonce(NonceRequest request) {
    NoncePair pair = super.generateNonce(request);
    byte[] scalars =
        (byte[])
            Objects.requireNonNull(((AtomicReference<?>) read(pair.secretNonce(), "unused")).get());
    secrets.add(Arrays.copyOfRange(scalars, 0, 32));
    secrets.add(Arrays.copyOfRange(scalars, 32, 64));
    return pair;
  }

  @Override
  public PartialSignature sign(SecretNonce nonce, SecretKey key, SigningSession session) {
    PartialSignature right = super.sign(nonce, key, session);
    return signing == Signing.RIGHTLY ? right : CheatingEngine.otherThan(right);
  }

  @Override
  public boolean verifyPartial(
      SigningSession session, PartialSignature partial, PublicNonce nonce, int signerIndex) {
    return signing == Signing.WRONGLY || super.verifyPartial(session, partial, nonce, signerIndex);
  }

  private static Object read(Object secret, String name) {
    try {
      Class<?> type = secret instanceof SecretKey ? SecretKey.class : SecretNonce.class;
      Field field = type.getDeclaredField(name);
      field.setAccessible(true);
      return field.get(secret);
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("a secret is kept otherwise now", e);
    }
  }
}
