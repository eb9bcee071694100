package tutti.musig2;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class KeyAggContextTest {
  private final Engine engine = Engines.bouncyCastle();
  private final PublicKey alice = TestSession.secretKey(new Random(1)).publicKey();
  private final PublicKey bob = TestSession.secretKey(new Random(2)).publicKey();
  private final PublicKey carol = TestSession.secretKey(new Random(3)).publicKey();
  private final Tweak tweak = Tweak.plain(TaggedHash.sha256());

  @Test
  void keepsKeysAndTweaksAsGiven() {
    List<PublicKey> keys = new ArrayList<>(List.of(bob, alice, bob));
    KeyAggContext context = engine.aggregateKeys(keys, List.of(tweak));
    keys.clear();

    assertThat(context.keys()).containsExactly(bob, alice, bob);
    assertThat(context.tweaks()).containsExactly(tweak);
    assertThat(context.xOnlyPublicKey()).isEqualTo(context.aggregatePublicKey().xOnly());
  }

  @Test
  void findsTheFirstPositionOfAKey() {
    KeyAggContext context = engine.aggregateKeys(List.of(bob, alice, bob), List.of());

    assertThat(context.indexOf(bob)).isZero();
    assertThat(context.indexOf(alice)).isEqualTo(1);
    assertThat(context.indexOf(carol)).isEqualTo(-1);
  }

  @Test
  void dependsOnTheOrderOfKeysAndOnTweaks() {
    KeyAggContext context = engine.aggregateKeys(List.of(alice, bob), List.of());

    assertThat(context)
        .isEqualTo(engine.aggregateKeys(List.of(alice, bob), List.of()))
        .hasSameHashCodeAs(engine.aggregateKeys(List.of(alice, bob), List.of()))
        .isNotEqualTo(engine.aggregateKeys(List.of(bob, alice), List.of()))
        .isNotEqualTo(engine.aggregateKeys(List.of(alice, bob), List.of(tweak)))
        .isNotEqualTo(alice);
    assertThat(engine.aggregateKeys(List.of(bob, alice), List.of()).aggregatePublicKey())
        .isNotEqualTo(context.aggregatePublicKey());
  }

  @Test
  void namesTheTweakThatIsOutOfRange() {
    Tweak tooLarge = Tweak.fromHex("ff".repeat(32), false);

    assertThatExceptionOfType(InvalidTweakException.class)
        .isThrownBy(() -> engine.aggregateKeys(List.of(alice), List.of(tweak, tooLarge)))
        .withMessage("invalid tweak 1")
        .matches(invalid -> invalid.tweakIndex() == 1);
  }

  @Test
  void describesItselfInShort() {
    KeyAggContext context = engine.aggregateKeys(List.of(alice, bob), List.of(tweak));

    assertThat(context.toString())
        .contains(context.aggregatePublicKey().hex(), "2 keys", "1 tweaks");
  }
}
