package tutti.request.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static tutti.request.domain.Said.EXPIRES_AT;
import static tutti.request.domain.Said.NOW;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import tutti.protocol.Refusal;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.SigningRequest;
import tutti.request.domain.RequestCommand.Cancel;
import tutti.request.domain.RequestCommand.Decline;
import tutti.request.domain.RequestCommand.Published;
import tutti.request.domain.RequestCommand.SessionOpened;
import tutti.request.domain.RequestCommand.Tick;

/** Whatever is said, in whatever order and however often. */
class RequestMachinePropertyTest {
  private static final int SIGNERS = 4;
  private static final SigningRequest REQUEST =
      Said.request(Said.keys(SIGNERS), List.of(Said.item(0)), EXPIRES_AT, null);

  private final RequestMachine machine = new RequestMachine();

  @Property(tries = 2_000)
  void keepsItsPromisesWhateverIsSaid(@ForAll("commands") List<RequestCommand> commands) {
    RequestDocument document = null;
    RequestState ended = null;
    var told = new TreeSet<Long>();
    for (RequestCommand command : commands) {
      try {
        var step = machine.apply(document, command);
        document = step.document();
        step.result().outgoing().forEach(out -> told.add(out.event().number()));
      } catch (Refusal refusal) {
        continue;
      }
      if (document == null) {
        return; // removed at the end of its life, or never announced
      }
      ended = requireOneEnd(ended, document.state());
      requireReadyExactlyWhenAllHaveJoined(document);
      assertThat(told).containsExactlyElementsOf(upTo(document.outbox().lastNumber()));
    }
  }

  @Property(tries = 2_000)
  void doesNotChangeWhenAnythingAcceptedIsSaidAgain(
      @ForAll("commands") List<RequestCommand> commands) {
    RequestDocument document = null;
    for (RequestCommand command : commands) {
      try {
        document = machine.apply(document, command).document();
      } catch (Refusal refusal) {
        continue;
      }

      var again = machine.apply(document, command);

      assertThat(again.document()).isSameAs(document);
      assertThat(again.result().outgoing()).isEmpty();
      assertThat(again.result().handOver()).isNull();
    }
  }

  @Property(tries = 500)
  void becomesReadyInWhateverOrderAllJoin(@ForAll("joinOrders") List<Integer> order) {
    RequestDocument document = machine.apply(null, Said.announce(REQUEST)).document();
    Set<Integer> joined = new HashSet<>(Set.of(0));
    for (int index : order) {
      document = machine.apply(document, join(index, NOW)).document();
      joined.add(index);
      assertThat(document.state() == RequestState.READY).isEqualTo(joined.size() == SIGNERS);
    }
  }

  @Provide
  Arbitrary<List<Integer>> joinOrders() {
    return Arbitraries.integers().between(0, SIGNERS - 1).list().ofMaxSize(20);
  }

  @Provide
  Arbitrary<List<RequestCommand>> commands() {
    Arbitrary<Long> times = Arbitraries.longs().between(NOW, EXPIRES_AT + 10_000);
    Arbitrary<Long> early = Arbitraries.longs().between(NOW, NOW + 10_000);
    Arbitrary<Integer> signers = Arbitraries.integers().between(0, SIGNERS);
    Arbitrary<RequestCommand> any =
        Arbitraries.frequencyOf(
            Tuple.of(4, Arbitraries.just(Said.announce(REQUEST))),
            Tuple.of(20, Combinators.combine(signers, early).as(this::join)),
            Tuple.of(
                1,
                Combinators.combine(signers, early)
                    .as((i, now) -> new Decline(now, i, Said.key(i + 1), null))),
            Tuple.of(
                1, signers.flatMap(i -> early.map(now -> new Cancel(now, Said.key(i + 1), null)))),
            Tuple.of(1, early.map(now -> new RequestCommand.End(now, null))),
            Tuple.of(2, times.map(Tick::new)),
            Tuple.of(3, early.map(Tick::new)),
            Tuple.of(3, Arbitraries.longs().between(1, 6).list().ofMaxSize(4).map(Published::new)),
            Tuple.of(2, Arbitraries.just(new SessionOpened())));
    return any.list().ofMaxSize(40).map(list -> announcedFirst(list));
  }

  /** Mostly after the announcement, where it is interesting; sometimes before. */
  private static List<RequestCommand> announcedFirst(List<RequestCommand> commands) {
    if (commands.size() % 8 == 7) {
      return commands;
    }
    var all = new ArrayList<RequestCommand>(commands);
    all.add(0, Said.announce(REQUEST));
    return all;
  }

  private RequestCommand join(int index, long now) {
    return Said.join(REQUEST, index, Said.key(index + 1), now);
  }

  private static RequestState requireOneEnd(RequestState ended, RequestState state) {
    // A request that is ready may yet expire if no session was opened.
    if (ended != null && !(ended == RequestState.READY && state == RequestState.EXPIRED)) {
      assertThat(state).isEqualTo(ended);
    }
    return state == RequestState.OPEN ? null : state;
  }

  private static void requireReadyExactlyWhenAllHaveJoined(RequestDocument document) {
    boolean all = document.joins().size() + 1 == SIGNERS;
    boolean ready = document.state() == RequestState.READY;
    boolean expired = document.state() == RequestState.EXPIRED;
    assertThat(ready).isEqualTo(all && !expired);
    assertThat(document.sessionId() != null).isEqualTo(ready);
  }

  private static List<Long> upTo(long last) {
    return LongStream.rangeClosed(1, last).boxed().toList();
  }
}
