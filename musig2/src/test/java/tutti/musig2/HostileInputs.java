package tutti.musig2;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;

/**
 * Everything that others can send, done to the native engine in a process of its own: an abort in C
 * cannot be caught. Ends with exit code 0 if the engine refused what the portable one refuses.
 */
final class HostileInputs {
  private static final Engine PORTABLE = Engines.bouncyCastle();
  private static final Engine NATIVE = Engines.libsecp256k1();
  private static final String ORDER =
      "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
  private static final String PRIME =
      "fffffffffffffffffffffffffffffffffffffffffffffffffffffffefffffc2f";
  private static final List<String> SCALARS =
      List.of(
          "00".repeat(32),
          "00".repeat(31) + "01",
          "00".repeat(31) + "05", // as x not on the curve
          ORDER,
          ORDER.substring(0, 62) + "40",
          ORDER.substring(0, 62) + "42",
          PRIME,
          PRIME.substring(0, 62) + "2e",
          "ff".repeat(32),
          "79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798");
  private static final List<String> PREFIXES =
      List.of("00", "01", "02", "03", "04", "05", "06", "07", "ff");

  private final List<TestSession> sessions = new ArrayList<>();
  private final Map<TestSession, SigningSession> opened = new HashMap<>();
  private final Map<TestSession, SigningSession> openedPortably = new HashMap<>();
  private int compared;

  private HostileInputs() {
    sessions.add(TestSession.of(1, List.of(), 32, 1).with(NATIVE));
    sessions.add(TestSession.of(3, List.of(true, false), 32, 3).with(NATIVE));
  }

  public static void main(String[] arguments) throws Exception {
    HostileInputs inputs = new HostileInputs();
    inputs.keysAndTweaks();
    inputs.nonces();
    inputs.partialSignatures();
    inputs.signatures();
    inputs.secrets();
    System.out.println("survived " + inputs.compared);
  }

  private void keysAndTweaks() {
    List<Tweak> tweaks = new ArrayList<>();
    for (String scalar : SCALARS) {
      tweaks.add(Tweak.fromHex(scalar, true));
      tweaks.add(Tweak.fromHex(scalar, false));
    }
    List<PublicKey> keys = points().stream().map(PublicKey::fromHex).toList();
    PublicKey genuine = TestSession.secretKey(new Random(9)).publicKey();
    for (PublicKey key : keys) {
      same(engine -> engine.isValid(key));
      same(engine -> engine.aggregateKeys(List.of(key), List.of()));
      same(engine -> engine.aggregateKeys(List.of(genuine, key, genuine), List.of()));
    }
    SecretKey alone = TestSession.secretKey(new Random(7));
    KeyAggContext context = NATIVE.aggregateKeys(List.of(alone.publicKey()), List.of());
    tweaks.add(Cancelling.tweak(alone, context));
    for (Tweak tweak : tweaks) {
      same(engine -> engine.aggregateKeys(context.keys(), List.of(tweak)));
      same(engine -> engine.aggregateKeys(context.keys(), List.of(tweaks.get(2), tweak)));
    }
    same(engine -> engine.aggregateKeys(List.of(), tweaks));
    same(engine -> engine.aggregateKeys(Collections.nCopies(1_000, alone.publicKey()), List.of()));
  }

  private void nonces() {
    List<String> points = points();
    for (TestSession session : sessions) {
      String genuine = session.nonces.get(0).hex();
      List<String> halves = new ArrayList<>();
      for (String point : points) {
        halves.add(point + genuine.substring(66));
        halves.add(genuine.substring(0, 66) + point);
        halves.add(point + point);
      }
      for (String nonce : halves) {
        PublicNonce published = PublicNonce.fromHex(nonce);
        AggregateNonce sum = AggregateNonce.fromHex(nonce);
        same(engine -> engine.isValid(published));
        same(engine -> engine.aggregateNonces(List.of(published, session.nonces.get(0))));
        same(engine -> engine.startSession(keys(engine, session), sum, session.message));
        same(engine -> engine.startSession(keys(engine, session), sum, Bytes.EMPTY));
      }
    }
    same(engine -> engine.aggregateNonces(List.of()));
  }

  private void partialSignatures() {
    for (TestSession session : sessions) {
      int signers = session.nonces.size();
      for (String scalar : SCALARS) {
        PartialSignature partial = PartialSignature.fromHex(scalar);
        List<PartialSignature> partials = Collections.nCopies(signers, partial);
        for (String point : points()) {
          PublicNonce nonce = PublicNonce.fromHex(point + point);
          same(engine -> engine.verifyPartial(open(engine, session), partial, nonce, 0));
        }
        same(engine -> engine.aggregatePartials(open(engine, session), partials));
        same(engine -> engine.culprits(open(engine, session), partials, session.nonces));
        same(engine -> engine.aggregatePartials(open(engine, session), List.of()));
        same(engine -> engine.verifyPartial(open(engine, session), partial, nonce(session), 99));
      }
    }
  }

  private void signatures() {
    for (String key : SCALARS) {
      for (String r : SCALARS) {
        for (String s : SCALARS) {
          same(
              engine ->
                  engine.verifySchnorr(
                      XOnlyPublicKey.fromHex(key), Bytes.fromHex(r), Signature.fromHex(r + s)));
        }
      }
    }
  }

  /** What a broken signer may do to itself. */
  private void secrets() {
    for (TestSession session : sessions) {
      SecretKey key = session.secretKeys.get(0);
      for (String first : SCALARS) {
        for (String second : SCALARS) {
          Bytes scalars = Bytes.fromHex(first + second);
          same(
              engine ->
                  engine.sign(
                      new SecretNonce(scalars.toArray(), key.publicKey()),
                      key,
                      open(engine, session)));
        }
      }
      same(
          engine -> {
            SecretNonce used = new SecretNonce(new byte[SecretNonce.SIZE], key.publicKey());
            used.close();
            return engine.sign(used, key, open(engine, session));
          });
      same(
          engine -> {
            SecretKey closed = TestSession.secretKey(new Random(8));
            closed.close();
            return engine.signSchnorr(closed, session.message);
          });
    }
  }

  /** Both engines give the same, or refuse with the same words. */
  private <T> void same(Call<T> call) {
    Object expected = outcome(() -> call.on(PORTABLE));
    Object actual = outcome(() -> call.on(NATIVE));
    compared++;
    if (!expected.equals(actual)) {
      throw new AssertionError("expected %s but was %s".formatted(expected, actual));
    }
  }

  private static Object outcome(Callable<?> call) {
    try {
      return call.call();
    } catch (IllegalArgumentException | IllegalStateException | IndexOutOfBoundsException refused) {
      return refused.toString();
    } catch (Exception unexpected) {
      throw new AssertionError(unexpected);
    }
  }

  private static KeyAggContext keys(Engine engine, TestSession session) {
    return engine.aggregateKeys(session.keys.keys(), session.keys.tweaks());
  }

  private SigningSession open(Engine engine, TestSession session) {
    return (engine == NATIVE ? opened : openedPortably)
        .computeIfAbsent(
            session,
            one ->
                engine.startSession(keys(engine, one), session.aggregateNonce(), session.message));
  }

  private static PublicNonce nonce(TestSession session) {
    return session.nonces.get(0);
  }

  private static List<String> points() {
    List<String> points = new ArrayList<>();
    for (String prefix : PREFIXES) {
      SCALARS.forEach(x -> points.add(prefix + x));
    }
    return points;
  }

  /** Something to do with either engine. */
  private interface Call<T> {
    T on(Engine engine);
  }
}
