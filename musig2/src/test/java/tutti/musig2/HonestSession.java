package tutti.musig2;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import tutti.musig2.internal.ScalarField;
import tutti.musig2.internal.Secp256k1;

/** A session of honest signers, and another one to take contributions from: to be changed. */
final class HonestSession {
  static final int SIGNERS = 3;
  static final List<Integer> ALL = List.of(0, 1, 2);
  static final BigInteger PRIME = Secp256k1.G.getCurve().getField().getCharacteristic();

  /** The first tweak is plain, the others are x-only and of keys with an odd y. */
  static final TestSession SIGNING = sessionWithOddKeys();

  static final TestSession OTHER = TestSession.of(SIGNERS, List.of(true), 32, 99);
  static final Contributions HONEST = Contributions.honest(SIGNING);
  static final Contributions ELSEWHERE = Contributions.honest(OTHER);
  static final AggregateNonce SUM = SIGNING.aggregateNonce();

  private HonestSession() {}

  static Stream<Mutation> ofEverySigner(Function<Integer, Stream<Mutation>> mutations) {
    return IntStream.range(0, SIGNERS).boxed().flatMap(mutations);
  }

  /** The bytes with the other sign of the point at this position. */
  static Bytes negated(Bytes points, int position) {
    return TestSession.flip(points, position * Byte.SIZE);
  }

  static Bytes scalar(BigInteger number) {
    return Bytes.of(ScalarField.encode(number));
  }

  /** The list with the first two exchanged. */
  static <T> List<T> swapped(List<T> list) {
    List<T> copy = new ArrayList<>(list);
    Collections.swap(copy, 0, 1);
    return copy;
  }

  /** A session in which every x-only tweak negates the keys before it. */
  private static TestSession sessionWithOddKeys() {
    return IntStream.range(0, 1000)
        .mapToObj(seed -> TestSession.of(SIGNERS, List.of(false, true, true), 32, seed))
        .filter(session -> isOdd(session, 1) && isOdd(session, 2))
        .findFirst()
        .orElseThrow();
  }

  private static boolean isOdd(TestSession session, int tweaks) {
    List<Tweak> first = session.keys.tweaks().subList(0, tweaks);
    KeyAggContext before = Engines.bouncyCastle().aggregateKeys(session.keys.keys(), first);
    return before.aggregatePublicKey().bytes().at(0) == 3;
  }
}
