package tutti.protocol;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.musig2.PublicKey;

/** Against a computation of its own, on texts and plain numbers. */
class ElectionTest {
  /** For five sorted keys and creator 3; the hash elects 4. */
  static Stream<Arguments> published() {
    return Stream.of(
        Arguments.of(ElectionMethod.LEXICOGRAPHIC, List.of(0, 1, 2, 3, 4)),
        Arguments.of(ElectionMethod.HASH_BASED, rotation(5)),
        Arguments.of(ElectionMethod.FIRST_SIGNER, List.of(0, 1, 2, 3, 4)),
        Arguments.of(ElectionMethod.LAST_SIGNER, List.of(4, 3, 2, 1, 0)),
        Arguments.of(ElectionMethod.CREATOR, List.of(3, 0, 1, 2, 4)));
  }

  static Stream<Arguments> everyMethodAndOrder() {
    Random random = new Random(327);
    List<Arguments> cases = new ArrayList<>();
    for (ElectionMethod method : ElectionMethod.values()) {
      for (int n : new int[] {1, 2, 3, 5, 16, 100}) {
        List<PublicKey> given = keys(n, random);
        cases.add(Arguments.of(method, given, random.nextInt(n)));
        cases.add(Arguments.of(method, given.stream().sorted().toList(), random.nextInt(n)));
      }
    }
    return cases.stream();
  }

  @ParameterizedTest
  @MethodSource("published")
  void electsAsTheSpecificationSaysAmongFiveSortedKeys(
      ElectionMethod method, List<Integer> expected) {
    List<PublicKey> keys = fiveKeys();

    Election election = Election.hold(method, keys, keys.get(3), true);

    assertThat(election.priorityList()).isEqualTo(expected);
    assertThat(election.coordinator()).isEqualTo(expected.get(0));
  }

  @ParameterizedTest
  @MethodSource("everyMethodAndOrder")
  void electsAsAnIndependentComputationDoes(
      ElectionMethod method, List<PublicKey> order, int creator) {
    Election election = Election.hold(method, order, order.get(creator), true);

    assertThat(election.priorityList()).isEqualTo(computed(method, order, creator));
    assertThat(election.proof().hex()).isEqualTo(proof(order));
  }

  @ParameterizedTest
  @MethodSource("everyMethodAndOrder")
  void electsTheSameSignerForEveryOrderUnlessTheMethodIsAboutOrder(
      ElectionMethod method, List<PublicKey> order, int creator) {
    List<PublicKey> reversed = new ArrayList<>(order);
    Collections.reverse(reversed);

    PublicKey here = elected(method, order, order.get(creator));
    PublicKey there = elected(method, reversed, order.get(creator));

    boolean aboutOrder =
        method == ElectionMethod.FIRST_SIGNER || method == ElectionMethod.LAST_SIGNER;
    assertThat(there.equals(here)).isEqualTo(!aboutOrder || order.size() == 1);
  }

  @ParameterizedTest
  @EnumSource(ElectionMethod.class)
  void nobodyTakesOverWithoutFailover(ElectionMethod method) {
    List<PublicKey> keys = fiveKeys();

    Election with = Election.hold(method, keys, keys.get(3), true);
    Election without = Election.hold(method, keys, keys.get(3), false);

    assertThat(without.priorityList()).containsExactly(with.coordinator());
  }

  @Test
  void everySignerIsAskedOnceAtMost() {
    for (ElectionMethod method : ElectionMethod.values()) {
      List<PublicKey> keys = fiveKeys();
      assertThat(Election.hold(method, keys, keys.get(1), true).priorityList())
          .containsExactlyInAnyOrder(0, 1, 2, 3, 4);
    }
  }

  private static PublicKey elected(
      ElectionMethod method, List<PublicKey> order, PublicKey creator) {
    return order.get(Election.hold(method, order, creator, true).coordinator());
  }

  private static List<Integer> computed(ElectionMethod method, List<PublicKey> order, int creator) {
    int n = order.size();
    String[] texts = order.stream().map(PublicKey::hex).toArray(String[]::new);
    String[] sorted = texts.clone();
    Arrays.sort(sorted);
    List<Integer> expected = new ArrayList<>();
    for (int step = 0; step < n; step++) {
      expected.add(
          switch (method) {
            case LEXICOGRAPHIC, CREATOR -> List.of(texts).indexOf(sorted[step]);
            case HASH_BASED -> List.of(texts).indexOf(sorted[(draw(order) + step) % n]);
            case FIRST_SIGNER -> step;
            case LAST_SIGNER -> n - 1 - step;
          });
    }
    if (method == ElectionMethod.CREATOR) {
      expected.removeIf(index -> index == creator);
      expected.add(0, creator);
    }
    return expected;
  }

  private static int draw(List<PublicKey> keys) {
    BigInteger first = new BigInteger(proof(keys).substring(0, 8), 16);
    return first.mod(BigInteger.valueOf(keys.size())).intValueExact();
  }

  private static String proof(List<PublicKey> keys) {
    try {
      StringBuilder text = new StringBuilder();
      keys.stream().map(PublicKey::hex).sorted().forEach(text::append);
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.toString().getBytes(US_ASCII)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Integer> rotation(int n) {
    int start = draw(fiveKeys());
    return IntStream.range(0, n).mapToObj(step -> (start + step) % n).toList();
  }

  private static List<PublicKey> fiveKeys() {
    return IntStream.range(1, 6)
        .mapToObj(number -> PublicKey.fromHex("020" + number + "00".repeat(31)))
        .toList();
  }

  private static List<PublicKey> keys(int n, Random random) {
    return Stream.generate(
            () -> {
              byte[] x = new byte[32];
              random.nextBytes(x);
              return PublicKey.fromHex(
                  (random.nextBoolean() ? "02" : "03") + HexFormat.of().formatHex(x));
            })
        .limit(n)
        .toList();
  }
}
