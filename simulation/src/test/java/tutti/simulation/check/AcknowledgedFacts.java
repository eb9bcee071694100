package tutti.simulation.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.session.BroadcastState;
import tutti.protocol.session.Contribution;
import tutti.protocol.session.SessionApi;
import tutti.protocol.session.SessionPhase;
import tutti.request.domain.RequestCommand;
import tutti.request.domain.RequestDocument;
import tutti.runtime.machine.Document;
import tutti.session.domain.Broadcast;
import tutti.session.domain.Command;
import tutti.session.domain.Contributions;
import tutti.session.domain.Session;
import tutti.simulation.store.StoreWatch.Run;
import tutti.simulation.world.World;

/** What was acknowledged, and so must be there until its time is over or all members are lost. */
final class AcknowledgedFacts {
  private final World world;
  private final Map<Place, List<Fact>> facts = new LinkedHashMap<>();

  AcknowledgedFacts(World world) {
    this.world = world;
  }

  private record Place(int partition, String map, String key) {}

  private record Fact(String otherwise, Predicate<Document> holds) {}

  void add(int partition, Run run) {
    if (run.after() == null) {
      return; // it has been removed
    }
    String what = run.command().getClass().getSimpleName();
    List<Fact> known =
        facts.computeIfAbsent(
            new Place(partition, run.map(), run.key()), place -> new ArrayList<>());
    Predicate<Document> holds = holds(run.command());
    if (holds != null) {
      known.add(new Fact("acknowledged and missing: " + what, holds));
    }
    if (run.after() instanceof Session session && session.ending() != null) {
      known.add(new Fact("acknowledged and missing: the end after " + what, endsAs(session)));
    }
  }

  /** A signer has the signatures of a session, if the session is still known. */
  void told(String map, String key, List<Signature> signatures) {
    facts.forEach(
        (place, known) -> {
          if (place.key.equals(key) && place.map.equals(map)) {
            known.add(
                new Fact(
                    "told and missing: the signatures",
                    one -> signatures.equals(signatures(session(one)))));
          }
        });
  }

  /** Whether it must be there. */
  boolean know(String map, String key) {
    return facts.keySet().stream()
        .anyMatch(place -> place.key.equals(key) && place.map.equals(map));
  }

  /** Another copy counts: it must have all that was acknowledged. */
  void check(int partition, BiFunction<String, String, @Nullable Document> copy) {
    facts.forEach(
        (place, known) -> {
          if (place.partition == partition) {
            check(place, known, copy.apply(place.map, place.key));
          }
        });
  }

  /** A document changed: it must still have all that was acknowledged. */
  void check(String map, String key, Document document) {
    facts.forEach(
        (place, known) -> {
          if (place.key.equals(key) && place.map.equals(map)) {
            check(place, known, document);
          }
        });
  }

  private void check(Place place, List<Fact> known, @Nullable Document document) {
    for (Fact fact : known) {
      if (document == null || !fact.holds.test(document)) {
        world.violated(
            "%s of %s %s".formatted(fact.otherwise, place.map, place.key.substring(0, 6)));
      }
    }
  }

  void forget(String map, String key) {
    facts.keySet().removeIf(place -> place.key.equals(key) && place.map.equals(map));
  }

  void forget(int partition) {
    facts.keySet().removeIf(place -> place.partition == partition);
  }

  private static @Nullable Predicate<Document> holds(Object command) {
    if (command instanceof RequestCommand request) {
      return ofRequest(request);
    }
    return command instanceof Command session ? ofSession(session) : null;
  }

  private static @Nullable Predicate<Document> ofRequest(RequestCommand command) {
    if (command instanceof RequestCommand.Announce announce) {
      return one -> request(one).requestId().equals(announce.requestId());
    }
    if (command instanceof RequestCommand.Join join) {
      return one -> hasJoined(request(one), join.signerIndex());
    }
    if (command instanceof RequestCommand.Decline || command instanceof RequestCommand.Cancel) {
      return one -> request(one).ending() != null;
    }
    return null;
  }

  private static boolean hasJoined(RequestDocument request, int signer) {
    return request.joins().containsKey(signer)
        || request.signers().get(signer).equals(request.announcement().signer());
  }

  private static @Nullable Predicate<Document> ofSession(Command command) {
    if (command instanceof Command.Open) {
      return one -> true;
    }
    if (command instanceof Command.Contribute contribute) {
      return isRecorded(contribute.envelope());
    }
    if (command instanceof Command.Abort) {
      return one -> session(one).phase().ended();
    }
    if (command instanceof Command.Retry) {
      return one -> session(one).ending() != null && session(one).ending().next() != null;
    }
    if (command instanceof Command.Close close) {
      int signer = SessionApi.CLOSE.bodyOf(close.envelope()).signerIndex();
      return one ->
          session(one).ending() != null && session(one).ending().closedBy().contains(signer);
    }
    return ofBroadcast(command);
  }

  private static @Nullable Predicate<Document> ofBroadcast(Command command) {
    if (command instanceof Command.ConfirmBroadcast said) {
      int signer = SessionApi.CONFIRM_BROADCAST.bodyOf(said.envelope()).signerIndex();
      return one ->
          broadcast(one).state() == BroadcastState.BROADCAST_CONFIRMED
              && broadcast(one).coordinator() == signer;
    }
    if (command instanceof Command.ReportBroadcastFailure said) {
      int signer = SessionApi.REPORT_BROADCAST_FAILURE.bodyOf(said.envelope()).signerIndex();
      return one -> broadcast(one).failed().contains(signer);
    }
    return null;
  }

  /** Once a session has ended, and somebody relies on that, it never ends otherwise. */
  private static Predicate<Document> endsAs(Session ended) {
    SessionPhase phase = ended.phase();
    List<Signature> signatures = signatures(ended);
    return one ->
        session(one).phase() == phase && Objects.equals(signatures(session(one)), signatures);
  }

  private static Predicate<Document> isRecorded(Envelope envelope) {
    Contribution said = Contributions.parse(envelope);
    return one -> {
      Envelope recorded = slot(session(one), said, envelope.type());
      boolean kept = recorded != null && recorded.body().equals(envelope.body());
      return kept || session(one).phase().ended();
    };
  }

  /** What is recorded where a contribution belongs. */
  static @Nullable Envelope slot(Session session, Contribution said, String type) {
    var rounds = session.rounds();
    if (type.equals(SessionApi.COMMIT_NONCE.type())) {
      return rounds.commitments().at(said.signerIndex());
    }
    return type.equals(SessionApi.SHARE_NONCE.type())
        ? rounds.nonces().at(said.signerIndex())
        : rounds.partialSigs().at(said.signerIndex());
  }

  /** The phase that takes a contribution. */
  static SessionPhase phase(String type) {
    if (type.equals(SessionApi.COMMIT_NONCE.type())) {
      return SessionPhase.NONCE_COMMITMENT;
    }
    return type.equals(SessionApi.SHARE_NONCE.type())
        ? SessionPhase.NONCE_EXCHANGE
        : SessionPhase.PARTIAL_SIGNATURE_EXCHANGE;
  }

  private static RequestDocument request(Document document) {
    return (RequestDocument) document;
  }

  private static Broadcast broadcast(Document document) {
    return Objects.requireNonNull(Objects.requireNonNull(session(document).ending()).broadcast());
  }

  private static @Nullable List<Signature> signatures(Session session) {
    return session.ending() == null ? null : session.ending().signatures();
  }

  private static Session session(Document document) {
    return (Session) document;
  }
}
