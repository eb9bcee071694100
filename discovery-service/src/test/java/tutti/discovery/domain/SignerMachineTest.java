package tutti.discovery.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static tutti.discovery.domain.Ads.HOUR;
import static tutti.discovery.domain.Ads.NOW;
import static tutti.discovery.domain.Ads.RULES;
import static tutti.discovery.domain.Ads.advertise;
import static tutti.discovery.domain.Ads.spend;
import static tutti.discovery.domain.Ads.withdraw;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tutti.discovery.domain.SignerCommand.Advertise;
import tutti.discovery.domain.SignerCommand.Counted;
import tutti.discovery.domain.SignerCommand.MayAdvertise;
import tutti.discovery.domain.SignerCommand.Published;
import tutti.discovery.domain.SignerCommand.Tick;
import tutti.discovery.domain.SignerCommand.Withdraw;
import tutti.musig2.PublicKey;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.discovery.SignerRecord;
import tutti.protocol.json.Wire;

class SignerMachineTest {
  private static final PublicKey ALICE = Ads.key(1);
  private static final long MINUTE = 60_000;

  private final SignerMachine machine = new SignerMachine();
  private final Advertise first = advertise(ALICE, NOW, spend(NOW + HOUR));
  private SignerDocument document;

  @BeforeEach
  void nobodyIsThere() {
    document = null;
  }

  @Test
  void tellsOfANewAdvertisementOnTheTopicsOfItsTypes() {
    var outcome = take(first);

    assertThat(outcome.done()).isTrue();
    var out = outcome.outgoing().get(0);
    assertThat(out.event().type()).isEqualTo("signer.advertised");
    assertThat(out.event().subject()).isEqualTo(ALICE.hex());
    assertThat(out.event().number()).isEqualTo(1);
    assertThat(out.transactionTypes()).containsExactly("spend", "swap");
    assertThat(document.dueAt()).isEqualTo(NOW + Outbox.GRACE);
  }

  @Test
  void takesTheSameAdvertisementAgainAsARepetition() {
    take(first);

    var outcome = takeWithoutChange(first);

    assertThat(outcome.done()).isFalse();
    assertThat(outcome.outgoing()).isEmpty();
    takeWithoutChange(new MayAdvertise(NOW + 1, first.envelope(), RULES));
  }

  @Test
  void replacesAnAdvertisementByANewerOneWhenTheIntervalIsOver() {
    take(first);
    take(new Counted(new SignerRecord(3, 1)));

    var outcome = take(advertise(ALICE, NOW + MINUTE, spend(NOW + 2 * HOUR)));

    assertThat(outcome.outgoing()).extracting(out -> out.event().number()).containsExactly(2L);
    assertThat(listing().advertisement().expiresAt()).isEqualTo(NOW + 2 * HOUR);
    assertThat(document.record()).isEqualTo(new SignerRecord(3, 1));
  }

  @Test
  void refusesAdvertisementsThatComeTooSoon() {
    take(first);
    var soon = advertise(ALICE, NOW + MINUTE - 1, spend(NOW + HOUR));

    assertThat(refusalOf(soon).code()).isEqualTo(ErrorCode.RATE_LIMITED);
    assertThat(refusalOf(soon).retryAfter()).isEqualTo(1);
    var question = new MayAdvertise(NOW + MINUTE - 1, soon.envelope(), RULES);
    assertThat(refusalOf(question).code()).isEqualTo(ErrorCode.RATE_LIMITED);
    takeWithoutChange(new MayAdvertise(NOW + MINUTE, soon.envelope(), RULES));
  }

  @Test
  void refusesAnOlderAdvertisementAsAReplay() {
    take(first);
    take(advertise(ALICE, NOW + MINUTE, spend(NOW + HOUR)));
    var replayed = new Advertise(NOW + 2 * MINUTE, first.envelope(), first.advertisement(), RULES);

    var refusal = refusalOf(replayed);

    assertThat(refusal.code()).isEqualTo(ErrorCode.REPLAY);
    assertThat(refusal.field()).isEqualTo("sentAt");
  }

  @Test
  void refusesAnotherAdvertisementOfTheSameTime() {
    take(first);
    var other = advertise(ALICE, NOW, spend(NOW + 2 * HOUR));
    var later = new Advertise(NOW + MINUTE, other.envelope(), other.advertisement(), RULES);

    assertThat(refusalOf(later).code()).isEqualTo(ErrorCode.REPLAY);
  }

  @Test
  void refusesAnAdvertisementThatRanOutOnItsWay() {
    var late = new Advertise(NOW + HOUR, first.envelope(), first.advertisement(), RULES);

    assertThat(refusalOf(late).code()).isEqualTo(ErrorCode.EXPIRED);
  }

  @Test
  void isNoLongerListedWhenWithdrawn() {
    take(first);

    var outcome = take(withdraw(ALICE, NOW + 1, "holiday"));

    assertThat(outcome.done()).isTrue();
    assertThat(document.listing()).isNull();
    var out = outcome.outgoing().get(0);
    assertThat(out.event().type()).isEqualTo("signer.withdrawn");
    assertThat(out.event().data().get("reason").asText()).isEqualTo("holiday");
    assertThat(out.transactionTypes()).containsExactly("spend", "swap");
  }

  @Test
  void answersTheSameWithdrawalTheSameAgain() {
    take(first);
    Withdraw withdrawal = withdraw(ALICE, NOW + 1, null);
    take(withdrawal);

    assertThat(takeWithoutChange(withdrawal).done()).isTrue();
    assertThat(takeWithoutChange(withdraw(ALICE, NOW + 2, null)).done()).isFalse();
  }

  @Test
  void withdrawsNothingWhereNothingIsListed() {
    assertThat(takeWithoutChange(withdraw(ALICE, NOW, null)).done()).isFalse();
  }

  @Test
  void refusesAWithdrawalFromBeforeTheAdvertisement() {
    take(first);

    assertThat(refusalOf(withdraw(ALICE, NOW - 1, null)).code()).isEqualTo(ErrorCode.REPLAY);
    assertThat(refusalOf(withdraw(ALICE, NOW, null)).code()).isEqualTo(ErrorCode.REPLAY);
  }

  @Test
  void refusesAReplayOfWhatWasWithdrawnAsLongAsItWouldPassAsFresh() {
    take(first);
    take(withdraw(ALICE, NOW + 1, null));
    take(new Published(List.of(1L, 2L)));
    long later = NOW + 2 * MINUTE;

    var replayed = new Advertise(later, first.envelope(), first.advertisement(), RULES);

    assertThat(refusalOf(replayed).code()).isEqualTo(ErrorCode.REPLAY);
    assertThat(document.dueAt()).isEqualTo(NOW + 1 + RULES.skew());
    takeWithoutChange(new Tick(document.dueAt() - 1));
    take(new Tick(document.dueAt()));
    assertThat(document).isNull();
  }

  @Test
  void listsASignerThatComesBackAfterAWithdrawal() {
    take(first);
    take(withdraw(ALICE, NOW + 1, null));

    take(advertise(ALICE, NOW + MINUTE, spend(NOW + HOUR)));

    assertThat(document.listing()).isNotNull();
  }

  @Test
  void runsOutAndIsForgottenWhenThatWasTold() {
    take(first);
    take(new Published(List.of(1L)));
    assertThat(document.dueAt()).isEqualTo(NOW + HOUR);

    var outcome = take(new Tick(NOW + HOUR));

    assertThat(outcome.outgoing().get(0).event().type()).isEqualTo("signer.expired");
    assertThat(outcome.outgoing().get(0).transactionTypes()).containsExactly("spend", "swap");
    assertThat(document.listing()).isNull();
    take(new Published(List.of(2L)));
    take(new Tick(NOW + HOUR));
    assertThat(document).isNull();
  }

  @Test
  void publishesAgainWhatWasNotConfirmed() {
    take(first);
    assertThat(takeWithoutChange(new Tick(NOW + Outbox.GRACE - 1)).outgoing()).isEmpty();

    assertThat(take(new Tick(NOW + Outbox.GRACE)).outgoing()).hasSize(1);

    assertThat(takeWithoutChange(new Tick(NOW + Outbox.GRACE)).outgoing()).isEmpty();
    assertThat(document.dueAt()).isEqualTo(NOW + 2 * Outbox.GRACE);
    take(new Published(List.of(1L)));
    takeWithoutChange(new Published(List.of(1L)));
  }

  @Test
  void keepsTheLargerRecordWhenTwoArriveInTheWrongOrder() {
    take(first);
    take(new Counted(new SignerRecord(5, 1)));

    takeWithoutChange(new Counted(new SignerRecord(4, 1)));

    assertThat(document.record()).isEqualTo(new SignerRecord(5, 1));
  }

  @Test
  void keepsNothingOfSignersThatAreNotListed() {
    assertThat(take(new Counted(new SignerRecord(5, 1)))).isEqualTo(SignerOutcome.NOTHING);
    assertThat(take(new Tick(NOW))).isEqualTo(SignerOutcome.NOTHING);
    assertThat(take(new Published(List.of(1L)))).isEqualTo(SignerOutcome.NOTHING);
    assertThat(take(new MayAdvertise(NOW, first.envelope(), RULES)))
        .isEqualTo(SignerOutcome.NOTHING);
    assertThat(document).isNull();
  }

  @Test
  void givesTheEventsOfTwoLivesDifferentIds() {
    var once = take(first).outgoing().get(0).event();
    document = null;
    var again = take(advertise(ALICE, NOW + HOUR, spend(NOW + 2 * HOUR))).outgoing().get(0).event();

    assertThat(again.number()).isEqualTo(once.number());
    assertThat(again.id()).isNotEqualTo(once.id());
  }

  @Test
  void readsCommandsDocumentsAndOutcomesAsTheyWereWritten() {
    for (SignerCommand command :
        List.of(
            first,
            new MayAdvertise(NOW, first.envelope(), RULES),
            new Counted(new SignerRecord(2, 3)),
            withdraw(ALICE, NOW + 1, "reason"),
            new Tick(NOW + 1),
            new Published(List.of(1L)))) {
      assertReadAsWritten(command, SignerCommand.class);
      try {
        assertReadAsWritten(take(command), SignerOutcome.class);
      } catch (Refusal refused) {
        continue;
      }
      assertReadAsWritten(document, SignerDocument.class);
    }
  }

  private static <T> void assertReadAsWritten(T value, Class<T> type) {
    byte[] written = Wire.write(value);

    assertThat(Wire.write(Wire.read(written, type))).isEqualTo(written);
  }

  private Listing listing() {
    return Objects.requireNonNull(document.listing());
  }

  private SignerOutcome take(SignerCommand command) {
    var step = machine.apply(document, command);
    document = step.document();
    return step.result();
  }

  private SignerOutcome takeWithoutChange(SignerCommand command) {
    var before = document;
    var outcome = take(command);
    assertThat(document).isSameAs(before);
    return outcome;
  }

  private Refusal refusalOf(SignerCommand command) {
    return catchThrowableOfType(Refusal.class, () -> machine.apply(document, command));
  }
}
