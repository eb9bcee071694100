package tutti.transactions.signing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tutti.musig2.PublicKey;
import tutti.transactions.Vectors;
import tutti.transactions.bitcoin.BitcoinTransaction;
import tutti.transactions.bitcoin.MoneySummary;
import tutti.transactions.psbt.Musig2Slot;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.psbt.PsbtCombiner;

/** Replays what wallets of Bitcoin Core have signed, and comes to the same at every step. */
class BitcoinCoreFixturesTest {
  static Stream<String> scenarios() {
    return Vectors.BITCOIN_CORE.stream();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void derivesWhatTheWalletsSigned(String name) {
    JsonNode scenario = Vectors.bitcoinCore(name);
    SigningPlan plan = SigningPlan.of(psbt(scenario, "created"));

    assertThat(plan.items()).hasSize(scenario.get("prevouts").size());
    for (PsbtItem item : plan.items()) {
      JsonNode recorded = scenario.get("musig2").get(item.input());
      JsonNode group = recorded.get("musig2_participant_pubkeys").get(0);
      JsonNode nonce = recorded.get("musig2_pubnonces").get(0);
      assertThat(item.group().aggregate().hex()).isEqualTo(text(group, "aggregate_pubkey"));
      assertThat(item.participants().stream().map(PublicKey::hex))
          .containsExactlyElementsOf(texts(group.get("participant_pubkeys")));
      assertThat(item.signingKey().hex()).isEqualTo(text(nonce, "aggregate_pubkey"));
      assertThat(item.leafHash() == null ? null : item.leafHash().hex())
          .isEqualTo(nonce.has("leaf_hash") ? text(nonce, "leaf_hash") : null);
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void verifiesThePartialSignaturesOfTheWallets(String name) {
    SigningPlan plan = SigningPlan.of(psbt(Vectors.bitcoinCore(name), "partials-combined"));

    for (PsbtItem item : plan.items()) {
      ItemProgress progress = ItemProgress.of(plan, item);
      assertThat(progress.withoutNonce()).isEmpty();
      assertThat(progress.withoutPartialSig()).isEmpty();
      progress.requirePartialSigs();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void finishesAsBitcoinCoreDoes(String name) {
    JsonNode scenario = Vectors.bitcoinCore(name);

    PsbtFinalizer.Finalized finished = PsbtFinalizer.finish(psbt(scenario, "partials-combined"));

    assertThat(finished.isComplete()).isTrue();
    BitcoinTransaction transaction = finished.transaction();
    assertThat(transaction.serialized().hex()).isEqualTo(text(scenario, "tx"));
    assertThat(transaction.txidText()).isEqualTo(text(scenario, "txid"));
    for (int i = 0; i < transaction.inputs().size(); i++) {
      assertThat(transaction.inputs().get(i).witness().stream().map(Object::toString))
          .containsExactlyElementsOf(texts(scenario.get("witness").get(i)));
    }
    assertThat(finished.psbt().encodeBase64()).isEqualTo(Vectors.step(scenario, "finalized"));
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void combinesAsBitcoinCoreDoes(String name) {
    JsonNode scenario = Vectors.bitcoinCore(name);

    for (String step : List.of("nonce", "partial")) {
      List<Psbt> each =
          Vectors.stream(scenario.get("steps"))
              .filter(taken -> text(taken, "step").equals(step))
              .map(taken -> Psbt.decodeBase64(text(taken, "psbt")))
              .toList();
      assertThat(each).hasSize(2);
      assertThat(PsbtCombiner.combine(each).encodeBase64())
          .isEqualTo(Vectors.step(scenario, step + "s-combined"));
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void refusesATransactionWithAWrongSignature(String name) {
    SigningPlan plan = SigningPlan.of(psbt(Vectors.bitcoinCore(name), "created"));
    BitcoinTransaction signed =
        PsbtFinalizer.finish(psbt(Vectors.bitcoinCore(name), "partials-combined")).transaction();

    for (int i = 0; i < signed.inputs().size(); i++) {
      assertThat(signed.spends(i, plan.spent())).isTrue();
      assertThat(Tampering.ofWitness(signed, i).spends(i, plan.spent())).isFalse();
    }
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void namesWhoseNoncesAndPartialSignaturesAreMissing(String name) {
    JsonNode scenario = Vectors.bitcoinCore(name);
    SigningPlan created = SigningPlan.of(psbt(scenario, "created"));
    SigningPlan nonces = SigningPlan.of(psbt(scenario, "nonces-combined"));

    for (PsbtItem item : created.items()) {
      assertThat(ItemProgress.of(created, item).withoutNonce()).isEqualTo(item.participants());
      assertThat(ItemProgress.of(nonces, item).withoutNonce()).isEmpty();
      assertThat(ItemProgress.of(nonces, item).withoutPartialSig()).isEqualTo(item.participants());
    }
    assertThat(PsbtFinalizer.finish(psbt(scenario, "nonces-combined")).isComplete()).isFalse();
  }

  @ParameterizedTest
  @MethodSource("scenarios")
  void namesTheParticipantWhosePartialSignatureIsWrong(String name) {
    Psbt signed = psbt(Vectors.bitcoinCore(name), "partials-combined");
    PsbtItem item = SigningPlan.of(signed).items().get(0);

    for (PublicKey culprit : item.participants()) {
      Musig2Slot slot = item.slot(culprit);
      Psbt wrong = Tampering.ofPartialSig(signed, item.input(), slot);

      assertThatThrownBy(() -> PsbtFinalizer.finish(wrong))
          .hasMessageContaining(culprit.hex())
          .satisfies(
              refusal ->
                  assertThat(Tampering.refusal(refusal).field())
                      .isEqualTo("psbt.inputs[%d].musig2_partial_sig".formatted(item.input())));
    }
  }

  @Test
  void findsTheChangeOfTheGroup() {
    MoneySummary summary =
        SigningPlan.of(psbt(Vectors.bitcoinCore("keypath-2of2-v0"), "created")).summary();

    assertThat(summary.fee()).isPositive();
    assertThat(summary.in()).isEqualTo(summary.out() + summary.fee());
    assertThat(summary.outputs()).hasSize(2);
    assertThat(summary.outputs().get(0).changeOf()).isNull();
    assertThat(summary.outputs().get(1).changeOf()).isNotNull();
  }

  @Test
  void findsTheChangeOfAGroupThatSpendsByScript() {
    MoneySummary summary =
        SigningPlan.of(psbt(Vectors.bitcoinCore("scriptpath-2of2-v2"), "created")).summary();

    assertThat(summary.outputs().get(0).changeOf()).isNull();
    assertThat(summary.outputs().get(1).changeOf()).isNotNull();
  }

  private static Psbt psbt(JsonNode scenario, String step) {
    return Psbt.decodeBase64(Vectors.step(scenario, step));
  }

  private static String text(JsonNode object, String field) {
    return object.get(field).asText();
  }

  private static List<String> texts(JsonNode array) {
    return Vectors.stream(array).map(JsonNode::asText).toList();
  }
}
