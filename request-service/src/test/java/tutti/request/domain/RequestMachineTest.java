package tutti.request.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static tutti.request.domain.Said.ALICE;
import static tutti.request.domain.Said.BOB;
import static tutti.request.domain.Said.CAROL;
import static tutti.request.domain.Said.EXPIRES_AT;
import static tutti.request.domain.Said.MALLORY;
import static tutti.request.domain.Said.NOW;
import static tutti.request.domain.Said.RETENTION;
import static tutti.request.domain.Said.SKEW;
import static tutti.request.domain.Said.announce;
import static tutti.request.domain.Said.join;

import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import tutti.protocol.ErrorCode;
import tutti.protocol.SessionTerms;
import tutti.protocol.request.RequestState;
import tutti.request.domain.RequestCommand.Cancel;
import tutti.request.domain.RequestCommand.Decline;
import tutti.request.domain.RequestCommand.Look;
import tutti.request.domain.RequestCommand.Published;
import tutti.request.domain.RequestCommand.SessionOpened;
import tutti.request.domain.RequestCommand.Tick;

class RequestMachineTest extends AnnouncedRequest {
  @Test
  void tellsThePublicAndEveryOtherSignerOfANewRequest() {
    document = null;

    var outcome = take(announce(request));

    assertThat(outcome.outgoing())
        .extracting(out -> out.event().type(), out -> out.event().number(), Outgoing::inboxes)
        .containsExactly(
            tuple("request.created", 1L, List.of()),
            tuple("request.received", 2L, List.of(BOB, CAROL)));
    assertThat(reply(outcome).awaiting()).containsExactly(1, 2);
    assertThat(reply(outcome).state()).isEqualTo(RequestState.OPEN);
  }

  @Test
  void leavesLargeAnnouncementsOutOfItsEvents() {
    document = null;
    var announce = announce(request);
    var large =
        new RequestCommand.Announce(
            NOW,
            announce.requestId(),
            announce.envelope(),
            request,
            new Keeping(RETENTION, NOW + SKEW, false));

    var outcome = take(large);

    assertThat(outcome.outgoing()).allMatch(out -> !out.event().data().has("request"));
  }

  @Test
  void takesTheSameAnnouncementAgainAsARepetition() {
    var outcome = takeWithoutChange(announce(request));

    assertThat(reply(outcome).repeated()).isTrue();
    assertThat(outcome.outgoing()).isEmpty();
  }

  @Test
  void refusesAnAnnouncementThatRanOutOnItsWay() {
    document = null;
    var late = announce(request);
    var command =
        new RequestCommand.Announce(
            EXPIRES_AT, late.requestId(), late.envelope(), request, late.keeping());

    assertThat(refusalOf(command).code()).isEqualTo(ErrorCode.EXPIRED);
  }

  @Test
  void isReadyAtOnceWhenTheCreatorSignsAlone() {
    document = null;
    var alone = Said.request(ALICE);

    var outcome = take(announce(alone));

    assertThat(reply(outcome).state()).isEqualTo(RequestState.READY);
    assertThat(outcome.outgoing()).hasSize(1);
    assertThat(Objects.requireNonNull(outcome.handOver()).joins()).isEmpty();
  }

  @Test
  void tellsAllParticipantsWhoJoined() {
    var outcome = take(join(request, 2, CAROL, LATER));

    assertThat(outcome.outgoing()).hasSize(1);
    var out = outcome.outgoing().get(0);
    assertThat(out.inboxes()).containsExactly(ALICE, BOB, CAROL);
    assertThat(out.event().number()).isEqualTo(3);
    assertThat(out.event().data().get("joined").asInt()).isEqualTo(2);
    assertThat(out.event().data().get("signers").asInt()).isEqualTo(3);
    assertThat(reply(outcome).awaiting()).containsExactly(1);
    assertThat(outcome.handOver()).isNull();
  }

  @Test
  void handsOverWithEveryJoinInSignerOrderWhenAllHaveJoined() {
    var second = join(request, 2, CAROL, LATER);
    var last = join(request, 1, BOB, LATER);
    take(second);

    var outcome = take(last);

    assertThat(reply(outcome).state()).isEqualTo(RequestState.READY);
    assertThat(reply(outcome).sessionId())
        .isEqualTo(new SessionTerms(Said.id(request), request, 1).sessionId());
    var open = Objects.requireNonNull(outcome.handOver());
    assertThat(open.request()).isEqualTo(announce(request).envelope());
    assertThat(open.joins()).containsExactly(last.envelope(), second.envelope());
  }

  @Test
  void keepsTheFirstOfTwoJoinsOfOneSigner() {
    var first = join(request, 1, BOB, LATER);
    take(first);

    var outcome = takeWithoutChange(join(request, 1, BOB, LATER + 5));

    assertThat(reply(outcome).repeated()).isTrue();
    assertThat(document.joins()).containsEntry(1, first.envelope());
  }

  @Test
  void takesTheCreatorsJoinAsARepetitionOfItsAnnouncement() {
    assertThat(reply(takeWithoutChange(join(request, 0, ALICE, LATER))).repeated()).isTrue();
  }

  @Test
  void takesAJoinAsARepetitionWhenAllHaveJoined() {
    makeReady();

    assertThat(reply(takeWithoutChange(join(request, 1, BOB, LATER + 9))).repeated()).isTrue();
  }

  @Test
  void takesTheVerySameJoinAsARepetitionAfterTheEnd() {
    var join = join(request, 1, BOB, LATER);
    take(join);
    take(new Cancel(LATER, ALICE, null));

    var again = takeWithoutChange(join);

    assertThat(reply(again).repeated()).isTrue();
    assertThat(reply(again).state()).isEqualTo(RequestState.CANCELLED);
    assertThat(refusalOf(join(request, 1, BOB, LATER + 1)).code()).isEqualTo(ErrorCode.WRONG_PHASE);
  }

  @Test
  void refusesWhoIsNotTheSignerAtThatIndex() {
    for (var command :
        List.of(
            join(request, 1, MALLORY, LATER),
            join(request, 2, BOB, LATER),
            join(request, 3, BOB, LATER),
            join(request, Integer.MAX_VALUE, BOB, LATER),
            new Decline(LATER, 1, MALLORY, null),
            new Decline(LATER, 3, BOB, null))) {
      var refusal = refusalOf(command);

      assertThat(refusal.code()).isEqualTo(ErrorCode.NOT_A_PARTICIPANT);
      assertThat(refusal.field()).isEqualTo("body.signerIndex");
    }
  }

  @Test
  void knowsNothingOfRequestsThatWereNeverAnnounced() {
    document = null;

    for (var command :
        List.of(
            join(request, 1, BOB, LATER),
            new Decline(LATER, 1, BOB, null),
            new Cancel(LATER, ALICE, null),
            new Look())) {
      assertThat(refusalOf(command).code()).isEqualTo(ErrorCode.NOT_FOUND);
    }
    assertThat(takeWithoutChange(new Tick(LATER)).reply()).isNull();
    assertThat(takeWithoutChange(new Published(List.of(1L))).reply()).isNull();
    assertThat(takeWithoutChange(new SessionOpened()).reply()).isNull();
  }

  @Test
  void endsWhenASignerDeclines() {
    var outcome = take(new Decline(LATER, 1, BOB, "not today"));

    assertThat(reply(outcome).state()).isEqualTo(RequestState.DECLINED);
    var out = outcome.outgoing().get(0);
    assertThat(out.event().type()).isEqualTo("request.declined");
    assertThat(out.event().data().get("reason").asText()).isEqualTo("not today");
    assertThat(out.event().data().get("signerIndex").asInt()).isEqualTo(1);
    assertThat(out.inboxes()).containsExactly(ALICE, BOB, CAROL);
  }

  @Test
  void takesTheSameSignersDeclineAsARepetitionAndRefusesAnothers() {
    take(new Decline(LATER, 1, BOB, null));

    assertThat(reply(takeWithoutChange(new Decline(LATER + 1, 1, BOB, null))).repeated()).isTrue();
    assertThat(refusalOf(new Decline(LATER, 2, CAROL, null)).code())
        .isEqualTo(ErrorCode.WRONG_PHASE);
  }

  @Test
  void letsASignerThatHasJoinedDeclineUntilAllHave() {
    take(join(request, 1, BOB, LATER));

    assertThat(reply(take(new Decline(LATER, 1, BOB, null))).state())
        .isEqualTo(RequestState.DECLINED);
  }

  @Test
  void isCancelledByItsCreatorOnly() {
    assertThat(refusalOf(new Cancel(LATER, BOB, null)).code())
        .isEqualTo(ErrorCode.NOT_A_PARTICIPANT);

    var outcome = take(new Cancel(LATER, ALICE, "changed my mind"));

    assertThat(reply(outcome).state()).isEqualTo(RequestState.CANCELLED);
    assertThat(outcome.outgoing().get(0).event().type()).isEqualTo("request.cancelled");
    assertThat(reply(takeWithoutChange(new Cancel(LATER, ALICE, null))).repeated()).isTrue();
  }

  @Test
  void refusesEverythingNewOnceItIsReady() {
    makeReady();

    assertThat(refusalOf(new Decline(LATER, 1, BOB, null)).code()).isEqualTo(ErrorCode.WRONG_PHASE);
    assertThat(refusalOf(new Cancel(LATER, ALICE, null)).code()).isEqualTo(ErrorCode.WRONG_PHASE);
  }

  @Test
  void refusesJoinsAfterADecline() {
    take(new Decline(LATER, 1, BOB, null));

    assertThat(refusalOf(join(request, 2, CAROL, LATER)).code()).isEqualTo(ErrorCode.WRONG_PHASE);
  }

  @Test
  void expiresAndNamesWhoWasMissing() {
    take(join(request, 1, BOB, LATER));
    take(new Published(List.of(1L, 2L, 3L)));

    var outcome = take(new Tick(EXPIRES_AT));

    assertThat(reply(outcome).state()).isEqualTo(RequestState.EXPIRED);
    var event = outcome.outgoing().get(0).event();
    assertThat(event.type()).isEqualTo("request.expired");
    assertThat(event.data().get("missing")).hasSize(1);
    assertThat(event.data().get("missing").get(0).asInt()).isEqualTo(2);
  }

  @Test
  void refusesWhatIsTooLateWhetherOrNotItsEndWasNoticed() {
    var late =
        List.of(
            join(request, 1, BOB, EXPIRES_AT),
            new Decline(EXPIRES_AT, 1, BOB, null),
            new Cancel(EXPIRES_AT, ALICE, null));

    for (var command : late) {
      assertThat(refusalOf(command).code()).isEqualTo(ErrorCode.EXPIRED);
    }
    take(new Tick(EXPIRES_AT));
    for (var command : late) {
      assertThat(refusalOf(command).code()).isEqualTo(ErrorCode.EXPIRED);
    }
  }

  @Test
  void showsItselfToWhoeverAsks() {
    take(new Decline(LATER, 1, BOB, "no"));

    var view = Objects.requireNonNull(takeWithoutChange(new Look()).view());

    assertThat(view.request()).isEqualTo(announce(request).envelope());
    assertThat(view.state()).isEqualTo(RequestState.DECLINED);
    assertThat(view.declinedBy()).isEqualTo(1);
    assertThat(view.reason()).isEqualTo("no");
    assertThat(view.awaiting()).containsExactly(1, 2);
    assertThat(view.lastEvent()).isEqualTo(3);
    assertThat(view.sessionId()).isNull();
  }
}
