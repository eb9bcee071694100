package tutti.simulation.mutation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Limit;
import tutti.protocol.Refusal;
import tutti.protocol.event.Event;
import tutti.protocol.session.Contribution;
import tutti.protocol.session.SessionPhase;
import tutti.runtime.machine.Document;
import tutti.runtime.machine.Machine;
import tutti.runtime.machine.Step;
import tutti.session.domain.Broadcast;
import tutti.session.domain.Command;
import tutti.session.domain.Contributions;
import tutti.session.domain.Ending;
import tutti.session.domain.Outbox;
import tutti.session.domain.Outcome;
import tutti.session.domain.Session;
import tutti.session.domain.SessionMachine;
import tutti.session.domain.Stage;
import tutti.simulation.world.World;

/** Faults of the session machine. */
enum SessionMutation {
  /** What is said again is taken as new. */
  NO_IDEMPOTENCE {
    @Override
    Step<Session, Outcome> apply(@Nullable Session session, Command command) {
      if (session != null && command instanceof Command.Contribute said) {
        Envelope recorded = recorded(session, said.envelope());
        if (recorded != null && recorded.body().equals(said.envelope().body())) {
          throw Refusal.of(ErrorCode.REPLAY, "mutated");
        }
      }
      return MACHINE.apply(session, command);
    }
  },

  /** Whoever says something else the second time is not found out. */
  EQUIVOCATION_UNSEEN {
    @Override
    Step<Session, Outcome> apply(@Nullable Session session, Command command) {
      if (session != null && command instanceof Command.Contribute said) {
        Envelope recorded = recorded(session, said.envelope());
        if (recorded != null) {
          return MACHINE.apply(session, new Command.Contribute(recorded, said.now()));
        }
      }
      return MACHINE.apply(session, command);
    }
  },

  /** Every contribution gives the phase its whole time again. */
  DEADLINE_EXTENDED_BY_TRAFFIC {
    @Override
    Step<Session, Outcome> apply(@Nullable Session session, Command command) {
      Step<Session, Outcome> step = MACHINE.apply(session, command);
      Session after = step.document();
      if (after == null || !(command instanceof Command.Contribute said)) {
        return step;
      }
      long deadline = said.now() + World.LIMITS.get(Limit.PHASE_TIMEOUT);
      Stage stage = new Stage(after.phase(), deadline, after.stage().unreachable());
      Session extended =
          new Session(
              after.charter(),
              stage,
              after.rounds(),
              after.ending(),
              after.chores(),
              after.outbox());
      return new Step<>(extended, step.result());
    }
  },

  /** One number is left out. */
  GAP_IN_NUMBERS {
    @Override
    Step<Session, Outcome> apply(@Nullable Session session, Command command) {
      Step<Session, Outcome> step = MACHINE.apply(session, command);
      Session after = step.document();
      if (session == null || after == null || after.outbox().events().size() < 3) {
        return step;
      }
      List<Event> events = new ArrayList<>(after.outbox().events());
      Event last = events.remove(events.size() - 1);
      events.add(
          new Event(
              last.id(), last.type(), last.time(), last.subject(), events.size() + 2, last.data()));
      Outbox outbox = after.outbox();
      Session renumbered =
          new Session(
              after.charter(),
              after.stage(),
              after.rounds(),
              after.ending(),
              after.chores(),
              new Outbox(outbox.subject(), events, outbox.published(), outbox.since()));
      return new Step<>(renumbered, step.result());
    }
  },

  /** A session that is opened again begins anew. */
  OPENED_TWICE {
    @Override
    Step<Session, Outcome> apply(@Nullable Session session, Command command) {
      return MACHINE.apply(command instanceof Command.Open ? null : session, command);
    }
  },

  /** Somebody else is named. */
  WRONG_ONE_BLAMED {
    @Override
    Step<Session, Outcome> apply(@Nullable Session session, Command command) {
      if (session != null && command instanceof Command.SignerBlamed blamed) {
        int other = (blamed.signerIndex() + 1) % session.charter().signers();
        return MACHINE.apply(session, new Command.SignerBlamed(other, blamed.now()));
      }
      return MACHINE.apply(session, command);
    }
  },

  /** A complete session loses its signatures once it has told them. */
  RESULT_FORGOTTEN {
    @Override
    Step<Session, Outcome> apply(@Nullable Session session, Command command) {
      Step<Session, Outcome> step = MACHINE.apply(session, command);
      Session after = step.document();
      return command instanceof Command.Published && after != null && after.ending() != null
          ? new Step<>(ending(after, null, after.ending().broadcast()), step.result())
          : step;
    }
  },

  /** The signatures are made known, and not recorded. */
  RESULT_UNRECORDED {
    @Override
    Step<Session, Outcome> apply(@Nullable Session session, Command command) {
      Step<Session, Outcome> step = MACHINE.apply(session, command);
      return command instanceof Command.SignaturesAggregated
          ? new Step<>(session, step.result())
          : step;
    }
  },

  /** That the result was brought out is believed, and not recorded. */
  BROADCAST_UNRECORDED {
    @Override
    Step<Session, Outcome> apply(@Nullable Session session, Command command) {
      Step<Session, Outcome> step = MACHINE.apply(session, command);
      return command instanceof Command.ConfirmBroadcast
          ? new Step<>(
              ending(step.document(), session.ending().signatures(), session.ending().broadcast()),
              step.result())
          : step;
    }
  },

  /** What is over stays. */
  NEVER_REMOVED {
    @Override
    Step<Session, Outcome> apply(@Nullable Session session, Command command) {
      Step<Session, Outcome> step = MACHINE.apply(session, command);
      return session != null && step.document() == null ? nothing(session) : step;
    }
  },

  /** No phase ever ends by its deadline. */
  NEVER_EXPIRED {
    @Override
    Step<Session, Outcome> apply(@Nullable Session session, Command command) {
      Step<Session, Outcome> step = MACHINE.apply(session, command);
      Session after = step.document();
      boolean expires =
          session != null
              && after != null
              && !session.phase().ended()
              && after.phase() == SessionPhase.EXPIRED;
      return expires ? nothing(session) : step;
    }
  };

  private static final SessionMachine MACHINE = new SessionMachine();

  abstract Step<Session, Outcome> apply(@Nullable Session session, Command command);

  private static Step<Session, Outcome> nothing(Session session) {
    return new Step<>(session, new Outcome(null, null, List.of(), List.of(), Map.of()));
  }

  /** The same, ended with other signatures or another broadcast. */
  private static Session ending(
      Session session, @Nullable List<Signature> signatures, @Nullable Broadcast broadcast) {
    Ending end = Objects.requireNonNull(session.ending());
    var other =
        new Ending(
            end.at(),
            signatures,
            end.failure(),
            end.fault(),
            broadcast,
            end.closedBy(),
            end.next());
    return new Session(
        session.charter(),
        session.stage(),
        session.rounds(),
        other,
        session.chores(),
        session.outbox());
  }

  private static @Nullable Envelope recorded(Session session, Envelope envelope) {
    Contribution said = Contributions.parse(envelope);
    SessionPhase phase = session.phase();
    return switch (phase) {
      case NONCE_COMMITMENT -> session.rounds().commitments().at(said.signerIndex());
      case NONCE_EXCHANGE -> session.rounds().nonces().at(said.signerIndex());
      default -> session.rounds().partialSigs().at(said.signerIndex());
    };
  }

  /** A run's parts with this fault. */
  Mutations parts() {
    return new Mutations() {
      @Override
      @SuppressWarnings("unchecked") // the one machine of sessions
      public <D extends Document, C, R> Machine<D, C, R> machine(Machine<D, C, R> machine) {
        return machine instanceof SessionMachine ? (Machine<D, C, R>) new Mutated() : machine;
      }
    };
  }

  /** The machine with the fault. */
  private final class Mutated implements Machine<Session, Command, Outcome> {
    @Override
    public String map() {
      return MACHINE.map();
    }

    @Override
    public Class<Session> documentType() {
      return MACHINE.documentType();
    }

    @Override
    public Class<Command> commandType() {
      return MACHINE.commandType();
    }

    @Override
    public Class<Outcome> resultType() {
      return MACHINE.resultType();
    }

    @Override
    public Step<Session, Outcome> apply(@Nullable Session session, Command command) {
      return SessionMutation.this.apply(session, command);
    }

    @Override
    public boolean confirms(Command command, Outcome outcome) {
      return MACHINE.confirms(command, outcome);
    }
  }
}
