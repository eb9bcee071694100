package tutti.crypto.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import tutti.musig2.AggregateNonce;
import tutti.musig2.KeySort;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.musig2.Suite;
import tutti.musig2.VerifyEngine;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.crypto.AggregateSignatures;
import tutti.protocol.request.KeyOrder;
import tutti.protocol.request.SigningItem;

class SignatureAggregationTest {
  private final SignatureAggregation aggregation =
      new SignatureAggregation(Group.ENGINE, new AggregatedKeys(Group.ENGINE, 100));

  @Test
  void makesOneValidSignaturePerItem() {
    Group group = Group.of(3, 4);

    var result = aggregation.aggregate(group.query());

    assertThat(result.culprits()).isEmpty();
    assertThat(result.signatures()).hasSize(4);
    for (int i = 0; i < 4; i++) {
      assertValid(group, i, result.signatures().get(i));
    }
  }

  @Test
  void appliesTheTweaksOfTheItem() {
    Group group = Group.tweaked(2, Group.tweak(1, false), Group.tweak(2, true));

    var result = aggregation.aggregate(group.query());

    assertValid(group, 0, result.signatures().get(0));
  }

  @Test
  void signsForOneSignerAlone() {
    Group group = Group.of(1, 1);

    assertValid(group, 0, aggregation.aggregate(group.query()).signatures().get(0));
  }

  @Test
  void makesSignaturesOfTheSuite() {
    Group group = Group.tweaked(Suite.LOTUS, 3, Group.tweak(1, false));

    var result = aggregation.aggregate(group.query());

    assertValid(group, 0, result.signatures().get(0));
  }

  @Test
  void namesTheCulpritOfTheSuite() {
    for (int cheater = 0; cheater < 3; cheater++) {
      Group group = Group.tweaked(Suite.LOTUS, 3, Group.tweak(1, false)).cheating(cheater, 0);

      assertThat(aggregation.aggregate(group.query()).culprits()).containsExactly(cheater);
    }
  }

  @Test
  void everyPartOfAnotherSuiteIsWrong() {
    Group group = Group.tweaked(Suite.LOTUS, 3);

    assertThat(aggregation.aggregate(group.query(Suite.BIP327)).culprits())
        .containsExactly(0, 1, 2);
  }

  @Test
  void signsWithTheKeysOfTheItem() {
    Group group = Group.turned(3);
    var keys = group.items.get(0).keys();
    var context = Group.ENGINE.aggregateKeys(KeySort.sort(keys), group.items.get(0).tweakList());

    var signature = aggregation.aggregate(group.query()).signatures().get(0);

    assertThat(Group.ENGINE.verifySignature(context, Group.message(0), signature)).isTrue();
  }

  @Test
  void blamesTheSignerAndNotThePlaceOfItsKey() {
    for (int cheater = 0; cheater < 3; cheater++) {
      Group group = Group.turned(3).cheating(cheater, 0);

      assertThat(aggregation.aggregate(group.query()).culprits()).containsExactly(cheater);
    }
  }

  @Test
  void everyPartIsWrongWhereTheItemsKeysAreInAnotherOrder() {
    Group group = Group.turned(3);

    var given =
        new AggregateSignatures(
            group.keys,
            KeyOrder.GIVEN,
            null,
            group.items,
            group.pubnonces,
            group.aggnonces,
            group.partialSigs);

    assertThat(aggregation.aggregate(given).culprits()).containsExactly(0, 1, 2);
  }

  @Test
  void namesTheSignerWhoseItemKeyIsNoPoint() {
    Group group = Group.of(2, 1);
    PublicKey large = PublicKey.fromHex("03" + Group.NO_POINT.substring(2));
    var item = new SigningItem(Group.message(0), null, List.of(large, group.keys.get(0)));

    var refusal =
        refusalOf(
            new AggregateSignatures(
                group.keys,
                null,
                List.of(item),
                group.pubnonces,
                group.aggnonces,
                group.partialSigs));

    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_KEY);
    assertThat(refusal.signerIndex()).isEqualTo(0);
  }

  @Test
  void refusesATweakThatTheSuiteDoesNotHave() {
    Group group = Group.tweaked(2, Group.tweak(1, true));

    var refusal = refusalOf(group.query(Suite.LOTUS));

    assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(refusal.field()).isEqualTo("suite");
  }

  @Test
  void namesTheCulprit() {
    var result = aggregation.aggregate(Group.of(3, 1).cheating(1, 0).query());

    assertThat(result.culprits()).containsExactly(1);
    assertThat(result.signatures()).isEmpty();
  }

  @Test
  void namesEveryCulpritOfTheFirstItemThatFails() {
    Group group = Group.of(4, 3).cheating(3, 1).cheating(1, 1).cheating(0, 2);

    assertThat(aggregation.aggregate(group.query()).culprits()).containsExactly(1, 3);
  }

  @Test
  void checksEachSignersPartOnceHoweverManyItemsACheaterSpoils() {
    Group group = Group.of(4, 5);
    for (int item = 1; item < 5; item++) {
      group.cheating(2, item);
    }
    AtomicInteger checked = new AtomicInteger();
    VerifyEngine counting = counting(checked);

    var result =
        new SignatureAggregation(counting, new AggregatedKeys(counting, 100))
            .aggregate(group.query());

    assertThat(result.culprits()).containsExactly(2);
    assertThat(checked).hasValue(4);
  }

  @Test
  void blamesNobodyWhereTheSumIsRight() {
    Group group = Group.of(3, 1);
    PartialSignature first = group.partialSigs.get(0).get(0);
    PartialSignature second = group.partialSigs.get(1).get(0);

    // The sum of all parts is right, so there is a signature and nothing to blame anyone for.
    var swapped = aggregation.aggregate(group.with(0, 0, second).with(1, 0, first).query());

    assertThat(swapped.culprits()).isEmpty();
    assertValid(group, 0, swapped.signatures().get(0));
  }

  @Test
  void namesASignerWhosePartIsOutOfRange() {
    Group group = Group.of(2, 1).with(1, 0, PartialSignature.fromHex(Group.ORDER));

    assertThat(aggregation.aggregate(group.query()).culprits()).containsExactly(1);
  }

  /** The parts are right for an aggregate nonce that is not the sum of those shown. */
  @Test
  void blamesNobodyForAnAggregateNonceThatIsNoSum() {
    Group group = Group.withUnseenNonce();

    var refusal = refusalOf(group.query());

    assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(refusal.field()).isEqualTo("aggnonces[0]");
    assertThat(refusal.signerIndex()).isNull();
  }

  @Test
  void refusesAnAggregateNonceThatIsNoPoint() {
    Group group = Group.of(2, 2);
    group.aggnonces.set(1, AggregateNonce.fromHex(Group.NO_POINT + Group.NO_POINT));

    var refusal = refusalOf(group.query());

    assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(refusal.field()).isEqualTo("aggnonces[1]");
  }

  @Test
  void refusesAKeyThatIsNoPoint() {
    Group group = Group.of(2, 1);
    List<PublicKey> keys = List.of(group.keys.get(0), PublicKey.fromHex(Group.NO_POINT));

    var refusal =
        refusalOf(
            new AggregateSignatures(
                keys, null, group.items, group.pubnonces, group.aggnonces, group.partialSigs));

    assertThat(refusal.code()).isEqualTo(ErrorCode.INVALID_KEY);
    assertThat(refusal.signerIndex()).isEqualTo(1);
  }

  @Test
  void refusesATweakThatLeavesNoKeyByItsPath() {
    Group group = Group.of(1, 1);
    var item =
        new SigningItem(Group.message(0), List.of(Group.tweak(0, false), Group.annihilating(1)));

    var refusal =
        refusalOf(
            new AggregateSignatures(
                group.keys,
                null,
                List.of(item),
                group.pubnonces,
                group.aggnonces,
                group.partialSigs));

    assertThat(refusal.code()).isEqualTo(ErrorCode.MALFORMED);
    assertThat(refusal.field()).isEqualTo("items[0].tweaks[1]");
  }

  /** The real engine; counts the partial signatures that it verifies one by one. */
  private static VerifyEngine counting(AtomicInteger checked) {
    InvocationHandler counting =
        (proxy, method, arguments) -> {
          if (method.getName().equals("culprits")) {
            checked.addAndGet(((List<?>) arguments[1]).size());
          } else if (method.getName().equals("verifyPartial")) {
            checked.incrementAndGet();
          }
          return method.invoke(Group.ENGINE, arguments);
        };
    return (VerifyEngine)
        Proxy.newProxyInstance(
            VerifyEngine.class.getClassLoader(), new Class<?>[] {VerifyEngine.class}, counting);
  }

  private Refusal refusalOf(AggregateSignatures query) {
    return catchThrowableOfType(Refusal.class, () -> aggregation.aggregate(query));
  }

  private static void assertValid(Group group, int item, Signature signature) {
    SigningItem signed = group.items.get(item);
    var keys = Group.ENGINE.aggregateKeys(group.suite, group.keys, signed.tweakList());
    assertThat(Group.ENGINE.verifySignature(keys, signed.message(), signature)).isTrue();
  }
}
