package tutti.session.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.session.domain.Signers.NOW;
import static tutti.session.domain.Signers.bytes;
import static tutti.session.domain.Signers.pubnonce;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;
import tutti.protocol.json.Wire;
import tutti.protocol.session.SessionPhase;
import tutti.runtime.machine.Step;

/**
 * Sessions under any schedule: what signers, crypto-service, publisher and clock do comes in random
 * order, repeated, lost and late.
 */
class SessionPropertyTest {
  private final SessionMachine machine = new SessionMachine();

  @Property(tries = 150)
  void completeHoweverMessagesAreOrderedRepeatedAndLost(
      @ForAll @IntRange(min = 1, max = 6) int size, @ForAll long seed) {
    Signers signers = Signers.withoutBroadcast(size);
    Random random = new Random(seed);
    Session session = signers.opened();

    for (int step = 0; step < 2_000 && !session.phase().ended(); step++) {
      session = taken(session, honest(signers, session, random));
    }

    assertThat(session.phase()).isEqualTo(SessionPhase.COMPLETE);
    assertThat(types(session))
        .containsExactly(
            "session.ready",
            "session.nonce-commitments-complete",
            "session.nonces-complete",
            "session.complete");
  }

  @Property(tries = 150)
  void endOnceAndForAllAndNumberTheirEventsWithoutGap(
      @ForAll @IntRange(min = 2, max = 4) int size, @ForAll long seed) {
    Signers signers = Signers.of(size);
    Random random = new Random(seed);
    Session session = signers.opened();
    @Nullable SessionPhase end = null;

    for (int step = 0; step < 200; step++) {
      Command command =
          random.nextInt(4) == 0
              ? hostile(signers, session, random)
              : honest(signers, session, random);
      Session next = taken(session, command);
      assertThat(next.phase()).isGreaterThanOrEqualTo(session.phase());
      assertThat(end == null || end == next.phase()).isTrue();
      session = next;
      end = session.phase().ended() ? session.phase() : null;
    }

    List<Event> events = session.outbox().events();
    assertThat(events)
        .extracting(Event::number)
        .containsExactlyElementsOf(
            IntStream.rangeClosed(1, events.size()).mapToObj(Long::valueOf).toList());
    assertThat(types(session).stream().filter(SessionPropertyTest::isEnd).count())
        .isLessThanOrEqualTo(1);
  }

  @Property(tries = 60)
  void changeNothingWhenACommandComesTwiceAndSurviveBeingStored(
      @ForAll @IntRange(min = 2, max = 4) int size, @ForAll long seed) {
    Signers signers = Signers.of(size);
    Random random = new Random(seed);
    Session session = signers.opened();

    for (int step = 0; step < 60; step++) {
      Command command =
          random.nextInt(6) == 0
              ? hostile(signers, session, random)
              : honest(signers, session, random);
      Session once = taken(session, command);
      if (!(command instanceof Command.Tick)) {
        assertThat(Wire.tree(taken(once, command))).isEqualTo(Wire.tree(once));
      }
      session = Wire.read(Wire.write(once), Session.class);
    }
  }

  private static boolean isEnd(String type) {
    return List.of("session.complete", "session.failed", "session.aborted", "session.expired")
        .contains(type);
  }

  private static List<String> types(Session session) {
    return session.outbox().events().stream().map(Event::type).toList();
  }

  /** The session after a command; a refusal leaves it as it was. */
  private Session taken(Session session, Command command) {
    try {
      Step<Session, Outcome> step = machine.apply(session, command);
      return step.document() == null ? session : step.document();
    } catch (Refusal refused) {
      return session;
    }
  }

  /** What an honest part of the system may do now; a signer repeats itself to the letter. */
  private static Command honest(Signers signers, Session session, Random random) {
    int signer = random.nextInt(signers.size);
    return switch (random.nextInt(8)) {
      case 0 -> said(session.rounds().commitments(), signer, signers.commit(session, signer, 1));
      case 1 -> said(session.rounds().nonces(), signer, signers.share(session, signer, 2));
      case 2 -> said(session.rounds().partialSigs(), signer, signers.sign(session, signer, 3));
      case 3 -> new Command.Published(random.nextInt(3), random.nextInt(5));
      case 4 -> new Command.Tick(NOW + random.nextInt(5_000));
      case 5 -> new Command.Read(View.STATUS);
      case 6 -> new Command.SignaturesAggregated(signers.signatures(), NOW);
      default ->
          session.chores().pending().contains(Work.AGGREGATE_NONCES)
              ? signers.aggregated(session)
              : new Command.WorkDone(Work.RECORD_OUTCOME);
    };
  }

  private static Command said(Slots slots, int signer, Command.Contribute first) {
    Envelope before = slots.at(signer);
    return before == null ? first : new Command.Contribute(before, NOW);
  }

  private static Command hostile(Signers signers, Session session, Random random) {
    int signer = random.nextInt(signers.size);
    List<Command> possible =
        List.of(
            signers.commit(session, signer, 4, List.of(bytes(32, random.nextInt(3)))),
            signers.share(session, signer, 5, List.of(pubnonce(random.nextInt(9), 0))),
            signers.sign(session, signer, 6, random.nextInt(3)),
            signers.abort(session, signer, 7),
            signers.confirm(session, signer, 8),
            signers.report(session, signer, 9),
            signers.retry(session, signer, 10, 2),
            new Command.SignerBlamed(signer, NOW),
            new Command.Unreachable(List.of(signer), NOW),
            new Command.Tick(NOW + 10_000_000L));
    return possible.get(random.nextInt(possible.size()));
  }
}
