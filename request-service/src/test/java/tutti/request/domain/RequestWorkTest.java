package tutti.request.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.request.domain.Said.ALICE;
import static tutti.request.domain.Said.BOB;
import static tutti.request.domain.Said.CAROL;
import static tutti.request.domain.Said.EXPIRES_AT;
import static tutti.request.domain.Said.NOW;
import static tutti.request.domain.Said.RETENTION;
import static tutti.request.domain.Said.SKEW;
import static tutti.request.domain.Said.announce;
import static tutti.request.domain.Said.join;

import java.util.List;
import org.junit.jupiter.api.Test;
import tutti.protocol.event.RequestExpired;
import tutti.protocol.json.Wire;
import tutti.protocol.request.RequestState;
import tutti.request.domain.RequestCommand.Cancel;
import tutti.request.domain.RequestCommand.Published;
import tutti.request.domain.RequestCommand.SessionOpened;
import tutti.request.domain.RequestCommand.Tick;
import tutti.request.store.RequestIndexMap;
import tutti.runtime.machine.Document;

/** What is left to do after a change: publish, hand over, remove. */
class RequestWorkTest extends AnnouncedRequest {
  @Test
  void leavesPublishingToWhoeverMadeTheChangeForATime() {
    assertThat(document.dueAt()).isEqualTo(NOW + RequestDocument.GRACE);
    assertThat(takeWithoutChange(new Tick(NOW + RequestDocument.GRACE - 1)).outgoing()).isEmpty();
  }

  @Test
  void publishesAgainWhatWasNotConfirmed() {
    take(new Published(List.of(1L)));

    var outcome = take(new Tick(NOW + RequestDocument.GRACE));

    assertThat(outcome.outgoing()).extracting(out -> out.event().number()).containsExactly(2L);
    assertThat(document.dueAt()).isEqualTo(NOW + 2 * RequestDocument.GRACE);
    assertThat(takeWithoutChange(new Tick(NOW + RequestDocument.GRACE + 1)).outgoing()).isEmpty();
  }

  @Test
  void isDueAtItsEndWhenAllIsPublished() {
    take(new Published(List.of(1L, 2L)));

    assertThat(document.dueAt()).isEqualTo(EXPIRES_AT);
    takeWithoutChange(new Published(List.of(1L, 2L)));
  }

  @Test
  void losesNoEventWhenALaterOneIsConfirmedFirst() {
    take(join(request, 1, BOB, LATER));
    take(new Published(List.of(3L)));

    var outcome = take(new Tick(LATER + RequestDocument.GRACE));

    assertThat(outcome.outgoing()).extracting(out -> out.event().number()).containsExactly(1L, 2L);
  }

  @Test
  void handsOverAgainUntilTheSessionIsOpen() {
    makeReady();
    take(new Published(List.of(1L, 2L, 3L, 4L)));
    assertThat(document.dueAt()).isEqualTo(LATER + RequestDocument.GRACE);

    assertThat(take(new Tick(LATER + RequestDocument.GRACE)).handOver()).isNotNull();
    assertThat(takeWithoutChange(new Tick(LATER + RequestDocument.GRACE)).handOver()).isNull();
    take(new SessionOpened());

    assertThat(document.dueAt()).isEqualTo(EXPIRES_AT + RETENTION);
    assertThat(takeWithoutChange(new Tick(EXPIRES_AT)).handOver()).isNull();
    takeWithoutChange(new SessionOpened());
  }

  @Test
  void expiresWhenItHasRunOutAndNoSessionWasOpened() {
    makeReady();
    take(new Published(List.of(1L, 2L, 3L, 4L)));
    take(new Tick(EXPIRES_AT - 1));
    takeWithoutChange(new Tick(EXPIRES_AT));
    assertThat(document.dueAt()).isEqualTo(EXPIRES_AT - 1 + RequestDocument.GRACE);

    var outcome = take(new Tick(EXPIRES_AT - 1 + RequestDocument.GRACE));

    assertThat(outcome.handOver()).isNull();
    assertThat(outcome.outgoing()).hasSize(1);
    assertThat(outcome.outgoing().get(0).event().data())
        .isEqualTo(Wire.tree(new RequestExpired(document.requestId(), List.of())));
    assertThat(outcome.outgoing().get(0).inboxes()).containsExactly(ALICE, BOB, CAROL);
    assertThat(reply(outcome).state()).isEqualTo(RequestState.EXPIRED);
    assertThat(reply(outcome).sessionId()).isNull();
    assertThat(document.handOverAt()).isNull();
    takeWithoutChange(new SessionOpened());
  }

  @Test
  void expiresBeforeItIsRemovedEvenIfNobodyLookedForLong() {
    makeReady();

    var outcome = take(new Tick(EXPIRES_AT + RETENTION));

    assertThat(reply(outcome).state()).isEqualTo(RequestState.EXPIRED);
    assertThat(take(new Tick(EXPIRES_AT + 2 * RETENTION)).reply()).isNull();
  }

  @Test
  void staysReadyWhenItHasRunOutAndItsSessionWasOpened() {
    makeReady();
    take(new Published(List.of(1L, 2L, 3L, 4L)));
    take(new SessionOpened());

    assertThat(takeWithoutChange(new Tick(EXPIRES_AT)).outgoing()).isEmpty();
    assertThat(document.state()).isEqualTo(RequestState.READY);
  }

  @Test
  void isRemovedWhenItsEndIsPastAndRetentionIsOver() {
    take(new Cancel(LATER, ALICE, null));
    take(new Published(List.of(1L, 2L, 3L)));
    assertThat(document.dueAt()).isEqualTo(LATER + RETENTION);
    takeWithoutChange(new Tick(LATER + RETENTION - 1));

    assertThat(take(new Tick(LATER + RETENTION)).reply()).isNull();

    assertThat(document).isNull();
  }

  @Test
  void outlivesItsExpiryWhenReadyBecauseSessionsMayBeRetried() {
    makeReady();

    assertThat(document.removeAt()).isEqualTo(EXPIRES_AT + RETENTION);
  }

  @Test
  void isKeptWhileItsAnnouncementCouldBeReplayed() {
    document = null;
    var announce = announce(request);
    take(
        new RequestCommand.Announce(
            NOW,
            announce.requestId(),
            announce.envelope(),
            request,
            new Keeping(0, NOW + SKEW, true)));
    take(new Cancel(LATER, ALICE, null));

    assertThat(document.removeAt()).isEqualTo(NOW + SKEW);
  }

  @Test
  void outlivesEveryoneWithWhatWasSaidButNotWithWhatIsOnlyWorkedAt() {
    RequestDocument announced = document;
    take(new Published(List.of(1L, 2L)));
    assertThat(machine.isLasting(null, announced)).isTrue();
    assertThat(machine.isLasting(announced, document)).isFalse();

    RequestDocument before = document;
    take(join(request, 1, BOB, LATER));
    assertThat(machine.isLasting(before, document)).isTrue();

    before = document;
    take(join(request, 2, CAROL, LATER));
    assertThat(machine.isLasting(before, document)).isTrue();

    before = document;
    take(new Tick(LATER + RequestDocument.GRACE));
    assertThat(machine.isLasting(before, document)).isFalse();
  }

  @Test
  void outlivesEveryoneWithTheNewsThatItsSessionWasOpened() {
    take(join(request, 1, BOB, LATER));
    take(join(request, 2, CAROL, LATER));
    RequestDocument before = document;
    take(new SessionOpened());

    assertThat(machine.isLasting(before, document)).isTrue();
  }

  @Test
  void isFoundAgainByTheEntryThatFollowsFromIt() {
    var map = new RequestIndexMap();

    var derived = map.derivedFrom(machine.map(), document);

    assertThat(derived.value()).isEqualTo(RequestEntry.of(document));
    assertThat(derived.keepUntil()).isEqualTo(RequestEntry.of(document).keepUntil());
    assertThat(map.derivedFrom("notes", new Other())).isNull();
  }

  /** A document of another kind. */
  private record Other() implements Document {
    @Override
    public long dueAt() {
      return NEVER;
    }

    @Override
    public long progress() {
      return 0;
    }
  }
}
