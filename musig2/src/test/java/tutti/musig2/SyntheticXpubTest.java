package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SyntheticXpubTest {
  private final Engine engine = Engines.bouncyCastle();

  /** The rawtr(musig(xpub, xpub)/0/*) descriptor among BIP390's test vectors. */
  @ParameterizedTest
  @CsvSource({
    "0, 9508c08832f3bb9d5e8baf8cb5cfa3669902e2f2da19acea63ff47b93faa9bfc",
    "1, 5ca1102663025a83dd9b5dbc214762c5a6309af00d48167d2d6483808525a298",
    "2, 7dbed1b89c338df6a1ae137f133a19cae6e03d481196ee6f1a5c7d1aeb56b166"
  })
  void derivesTheKeysOfAPublishedDescriptor(int number, String expected) {
    List<PublicKey> keys =
        KeySort.sort(
            List.of(
                PublicKey.fromHex(
                    "02d2b36900396c9282fa14628566582f206a5dd0bcc8d5e892611806cafb0301f0"),
                PublicKey.fromHex(
                    "026557fdda1d5d43d79611f784780471f086d58e8126b8c40acb82272a7712e7f2")));
    PublicKey aggregate = engine.aggregateKeys(keys, List.of()).aggregatePublicKey();

    SyntheticXpub.Child child = new SyntheticXpub(aggregate).derive(0, number);

    assertThat(child.publicKey().xOnly()).isEqualTo(XOnlyPublicKey.fromHex(expected));
  }

  @Test
  void tellsTheTweaksThatASessionSignsWith() {
    TestSession group = TestSession.of(3, List.of(), 32, 5);
    List<PublicKey> keys = group.keys.keys();
    SyntheticXpub.Child child =
        new SyntheticXpub(group.keys.aggregatePublicKey()).derive(1, Integer.MAX_VALUE);
    List<Tweak> tweaks = new ArrayList<>(child.tweaks());

    assertThat(tweaks).hasSize(2).noneMatch(Tweak::xOnly);
    assertThat(engine.aggregateKeys(keys, tweaks).aggregatePublicKey())
        .isEqualTo(child.publicKey());

    tweaks.add(Taproot.tweak(child.publicKey().xOnly(), null));
    assertThat(engine.aggregateKeys(keys, tweaks).xOnlyPublicKey())
        .isEqualTo(Taproot.outputKey(child.publicKey().xOnly(), null));
  }

  @Test
  void isTheAggregateKeyItselfWithoutSteps() {
    PublicKey aggregate = TestSession.of(2, List.of(), 32, 6).keys.aggregatePublicKey();

    SyntheticXpub.Child child = new SyntheticXpub(aggregate).derive();

    assertThat(child).isEqualTo(new SyntheticXpub.Child(aggregate, List.of()));
  }

  @Test
  void writesTestnetKeysWithTheirOwnPrefix() {
    SyntheticXpub xpub =
        new SyntheticXpub(TestSession.of(2, List.of(), 32, 7).keys.aggregatePublicKey());

    assertThat(xpub.encode(Network.TESTNET))
        .startsWith("tpub")
        .isEqualTo(xpub.encode(Network.SIGNET))
        .isEqualTo(xpub.encode(Network.REGTEST));
  }

  @Test
  void refusesHardenedSteps() {
    SyntheticXpub xpub =
        new SyntheticXpub(TestSession.of(2, List.of(), 32, 8).keys.aggregatePublicKey());

    assertThatIllegalArgumentException().isThrownBy(() -> xpub.derive(0, 0x80000000));
  }

  @Test
  void refusesAKeyThatIsNotOnTheCurve() {
    SyntheticXpub xpub = new SyntheticXpub(PublicKey.fromHex("02" + "ff".repeat(32)));

    assertThatExceptionOfType(InvalidContributionException.class).isThrownBy(() -> xpub.derive(0));
  }
}
