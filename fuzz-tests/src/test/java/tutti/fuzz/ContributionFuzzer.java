package tutti.fuzz;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.function.Supplier;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.InvalidContributionException;
import tutti.musig2.InvalidTweakException;
import tutti.musig2.KeyAggContext;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.Signature;
import tutti.musig2.SigningSession;
import tutti.musig2.Suite;
import tutti.musig2.Tweak;
import tutti.musig2.UnsupportedBySuiteException;
import tutti.musig2.VerifyEngine;

/**
 * A session some of whose contributions are what the input says: both engines make the same of it,
 * and refuse what they refuse with the exceptions that the interface names.
 *
 * <p>The first two bytes say how many signers and tweaks there are, of which suite, whether the
 * coordinator adds the nonces itself, and how long the message is. Then there is a choice for each
 * contribution: the honest one, that with a changed bit, or bytes of the input.
 */
public final class ContributionFuzzer {
  private static final int MAX_SIGNERS = 4;
  private static final int MAX_TWEAKS = 3;
  private static final int ADDS_NONCES = 0x20;
  private static final int LOTUS = 0x40;
  private static final int OTHER_LENGTH = 0x80;

  private static final Map<Shape, FixedSession> SESSIONS = sessions();

  private ContributionFuzzer() {}

  /** Called by Jazzer before it counts the time. */
  public static void fuzzerInitialize() {
    Target.CONTRIBUTIONS.warmUp();
  }

  /** Called by Jazzer. */
  public static void fuzzerTestOneInput(byte[] bytes) {
    FuzzInput input = new FuzzInput(bytes);
    int kind = input.next();
    Suite suite = (kind & LOTUS) == 0 ? Suite.BIP327 : Suite.LOTUS;
    Shape shape = new Shape(suite, 1 + kind % MAX_SIGNERS, kind / MAX_SIGNERS % (MAX_TWEAKS + 1));
    FixedSession given = changed(input, Objects.requireNonNull(SESSIONS.get(shape)), kind);
    BothEngines.verdict(engine -> outcome(engine, suite, given, (kind & ADDS_NONCES) != 0));
  }

  private static FixedSession changed(FuzzInput input, FixedSession honest, int kind) {
    Bytes message = input.orElse(honest.message());
    return new FixedSession(
        each(honest.keys(), key -> new PublicKey(input.orElse(key.bytes()))),
        each(honest.tweaks(), tweak -> changed(input, tweak)),
        each(honest.nonces(), nonce -> new PublicNonce(input.orElse(nonce.bytes()))),
        new AggregateNonce(input.orElse(honest.aggregateNonce().bytes())),
        (kind & OTHER_LENGTH) == 0 ? message : input.next(input.next()),
        each(honest.partials(), partial -> new PartialSignature(input.orElse(partial.bytes()))),
        new Signature(input.orElse(honest.signature().bytes())));
  }

  private static Tweak changed(FuzzInput input, Tweak tweak) {
    Bytes bytes = input.orElse(tweak.bytes());
    return new Tweak(bytes, input.next() % 8 == 0 ? !tweak.xOnly() : tweak.xOnly());
  }

  /** All that can be seen of the engine's work, as text. */
  private static List<String> outcome(
      VerifyEngine engine, Suite suite, FixedSession given, boolean addsNonces) {
    List<String> seen = new ArrayList<>();
    given.keys().forEach(key -> seen.add("key " + engine.isValid(key)));
    given.nonces().forEach(nonce -> seen.add("nonce " + engine.isValid(nonce)));
    PublicKey key = given.keys().get(0);
    seen.add("alone " + engine.verifySchnorr(key.xOnly(), given.message(), given.signature()));
    seen.add(
        "keys "
            + orRefusal(
                () -> engine.verifySignature(suite, key, given.message(), given.signature())));
    seen.add("sum " + orRefusal(() -> engine.aggregateNonces(given.nonces())));
    seen.add(orRefusal(() -> session(engine, suite, given, addsNonces)));
    return seen;
  }

  private static String session(
      VerifyEngine engine, Suite suite, FixedSession given, boolean addsNonces) {
    KeyAggContext keys = engine.aggregateKeys(suite, given.keys(), given.tweaks());
    AggregateNonce nonce =
        addsNonces ? engine.aggregateNonces(given.nonces()) : given.aggregateNonce();
    SigningSession session = engine.startSession(keys, nonce, given.message());
    List<Integer> culprits = engine.culprits(session, given.partials(), given.nonces());
    boolean valid = engine.verifySignature(keys, given.message(), given.signature());
    String sum =
        orRefusal(
            () -> {
              Signature made = engine.aggregatePartials(session, given.partials());
              return made.hex() + engine.verifySignature(keys, given.message(), made);
            });
    return "%s, culprits %s, %s, %s".formatted(keys.aggregatePublicKey(), culprits, valid, sum);
  }

  private static String orRefusal(Supplier<?> work) {
    try {
      return String.valueOf(work.get());
    } catch (InvalidContributionException e) {
      return "%s of %d".formatted(e.contribution(), e.signerIndex());
    } catch (InvalidTweakException e) {
      return "tweak %d".formatted(e.tweakIndex());
    } catch (UnsupportedBySuiteException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static <T> List<T> each(List<T> honest, Function<T, T> change) {
    return honest.stream().map(change).toList();
  }

  private static Map<Shape, FixedSession> sessions() {
    Map<Shape, FixedSession> sessions = new HashMap<>();
    for (Suite suite : Suite.values()) {
      for (int signers = 1; signers <= MAX_SIGNERS; signers++) {
        for (int tweaks = 0; tweaks <= MAX_TWEAKS; tweaks++) {
          sessions.put(new Shape(suite, signers, tweaks), FixedSession.of(suite, signers, tweaks));
        }
      }
    }
    return Map.copyOf(sessions);
  }

  private record Shape(Suite suite, int signers, int tweaks) {}
}
