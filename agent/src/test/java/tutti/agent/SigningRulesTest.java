package tutti.agent;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import tutti.agent.lotus.LotusProposal;
import tutti.agent.lotus.LotusTerms;
import tutti.agent.psbt.PsbtProposal;
import tutti.agent.psbt.Requests;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.request.SigningRequest;
import tutti.transactions.bitcoin.SighashType;
import tutti.transactions.lotus.LotusGroup;
import tutti.transactions.lotus.LotusSigners;
import tutti.transactions.psbt.Psbt;
import tutti.transactions.signing.Spend;

/** What is refused without asking a policy. */
class SigningRulesTest {
  private static final SigningRequest PAYS_2000 = Requests.own();

  @Test
  void refusesAFeeAboveItsLimit() {
    Refusal refusal = refused(rules(1_999), PAYS_2000);

    assertThat(refusal.code()).isEqualTo(ErrorCode.REFUSED_BY_POLICY);
    assertThat(refusal.field()).isEqualTo("psbt");
    assertAllowed(rules(2_000), PAYS_2000);
  }

  @Test
  void refusesAFeeOfLotusInTheSameWay() {
    SigningRequest lotus = lotus();
    long fee = LotusProposal.of(lotus).summary().fee();

    Refusal refusal = refused(rules(fee - 1), lotus);

    assertThat(refusal.code()).isEqualTo(ErrorCode.REFUSED_BY_POLICY);
    assertThat(refusal.field()).isEqualTo("lotus");
    assertAllowed(rules(fee), lotus);
  }

  /** Each of two signatures can be valid with another amount of the other input. */
  @Test
  void refusesAFeeThatNobodyCanTell() {
    LotusGroup group = LotusGroup.of(Requests.KEYS);
    SigningRequest hashes = lotus(group.pubkeyHashScript(), group.pubkeyHashScript());

    Refusal refusal = refused(rules(Long.MAX_VALUE), hashes);

    assertThat(refusal.code()).isEqualTo(ErrorCode.REFUSED_BY_POLICY);
    assertThat(refusal.field()).isEqualTo("lotus.spentOutputs");
    assertAllowed(new SigningRules(false, Long.MAX_VALUE, false, SighashType.binding()), hashes);
    assertAllowed(rules(Long.MAX_VALUE), lotus(group.pubkeyHashScript()));
    assertAllowed(rules(Long.MAX_VALUE), lotus(group.taprootScript(), group.pubkeyHashScript()));
  }

  /** Whoever has the signature could change the transaction that was shown. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"DEFAULT", "ALL"})
  void refusesTypesThatDoNotBindTheTransaction(SighashType type) {
    Psbt psbt = new Spend(Spend.Kind.INTERNAL_KEY, Requests.KEYS, type).version2(1);
    SigningRequest request = Requests.request(psbt, Requests.itself());

    Refusal refusal = refused(rules(10_000), request);

    assertThat(refusal.code()).isEqualTo(ErrorCode.REFUSED_BY_POLICY);
    assertThat(refusal.field()).isEqualTo("psbt.inputs[0].sighash_type");
    assertAllowed(new SigningRules(false, 10_000, true, Set.of(type)), request);
  }

  /** It may be the hash of a transaction whose fee nobody has looked at. */
  @Test
  void refusesRawMessagesWhereTransactionsAreSigned() {
    SigningRequest raw =
        Requests.changed(
            PAYS_2000,
            body -> {
              body.put("scheme", "raw");
              body.remove("psbt");
            });

    Refusal refusal = refused(rules(10_000), raw);

    assertThat(refusal.code()).isEqualTo(ErrorCode.REFUSED_BY_POLICY);
    assertThat(refusal.field()).isEqualTo("scheme");
    assertAllowed(new SigningRules(true, 10_000, true, SighashType.binding()), raw);
  }

  private static SigningRules rules(long maxFee) {
    return new SigningRules(false, maxFee, true, SighashType.binding());
  }

  private static Refusal refused(SigningRules rules, SigningRequest request) {
    return catchThrowableOfType(Refusal.class, () -> rules.require(proposed(request)));
  }

  private static void assertAllowed(SigningRules rules, SigningRequest request) {
    assertThatCode(() -> rules.require(proposed(request))).doesNotThrowAnyException();
  }

  private static ProposedSigning proposed(SigningRequest request) {
    return new ProposedSigning(
        ProposedSigning.Stage.JOIN,
        new RequestId(Bytes.of(new byte[32])),
        request,
        0,
        null,
        0,
        PsbtProposal.ifAny(request).orElse(null),
        LotusProposal.ifAny(request).orElse(null));
  }

  private static SigningRequest lotus() {
    return lotus(LotusGroup.of(Requests.KEYS).taprootScript());
  }

  private static SigningRequest lotus(Bytes... spent) {
    return LotusTerms.of(
            LotusSigners.spending(spent.length, 1_000_000),
            LotusSigners.outputs(2_000_000, List.of(spent)),
            Requests.KEYS)
        .request(Requests.KEYS.get(0), "rent", System.currentTimeMillis() + 60_000, null, null);
  }
}
