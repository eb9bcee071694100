package tutti.session.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.List;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.Signature;
import tutti.protocol.Envelope;
import tutti.protocol.Refusal;
import tutti.protocol.session.ContributionsQuery;
import tutti.runtime.machine.Step;

/**
 * What can be done to a session. Every command may be repeated: the second time it changes nothing.
 * Signed ones have had their signature and their points checked before they come here.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "do")
@JsonSubTypes({
  @JsonSubTypes.Type(value = Command.Open.class, name = "open"),
  @JsonSubTypes.Type(value = Command.Contribute.class, name = "contribute"),
  @JsonSubTypes.Type(value = Command.Abort.class, name = "abort"),
  @JsonSubTypes.Type(value = Command.Close.class, name = "close"),
  @JsonSubTypes.Type(value = Command.Retry.class, name = "retry"),
  @JsonSubTypes.Type(value = Command.ConfirmBroadcast.class, name = "confirm-broadcast"),
  @JsonSubTypes.Type(value = Command.ReportBroadcastFailure.class, name = "report-failure"),
  @JsonSubTypes.Type(value = Command.NoncesAggregated.class, name = "nonces-aggregated"),
  @JsonSubTypes.Type(value = Command.SignaturesAggregated.class, name = "signatures-aggregated"),
  @JsonSubTypes.Type(value = Command.SignerBlamed.class, name = "signer-blamed"),
  @JsonSubTypes.Type(value = Command.WorkDone.class, name = "work-done"),
  @JsonSubTypes.Type(value = Command.Published.class, name = "published"),
  @JsonSubTypes.Type(value = Command.Unreachable.class, name = "unreachable"),
  @JsonSubTypes.Type(value = Command.Tick.class, name = "tick"),
  @JsonSubTypes.Type(value = Command.Read.class, name = "read"),
  @JsonSubTypes.Type(value = Command.ReadEvents.class, name = "read-events"),
  @JsonSubTypes.Type(value = Command.ReadContributions.class, name = "read-contributions")
})
public sealed interface Command {

  /** Does it. Throws {@link Refusal} where it is refused and nothing has changed. */
  Step<Session, Outcome> on(Session session);

  /** Whether it only looks, so that nobody relies on the answer. */
  default boolean looks() {
    return false;
  }

  /** All have joined. The only command for a session that is not there yet. */
  record Open(
      Envelope request, List<Envelope> joins, SessionOrigin origin, SessionRules rules, long now)
      implements Command {
    @Override
    public Step<Session, Outcome> on(Session session) {
      return Opening.again(session);
    }
  }

  /** A commitment, nonce or partial signature; the envelope's type says which. */
  record Contribute(Envelope envelope, long now) implements Command {
    @Override
    public Step<Session, Outcome> on(Session session) {
      return Contributing.contribute(session, envelope, now);
    }
  }

  record Abort(Envelope envelope, long now) implements Command {
    @Override
    public Step<Session, Outcome> on(Session session) {
      return Aborting.abort(session, envelope, now);
    }
  }

  record Close(Envelope envelope, long now) implements Command {
    @Override
    public Step<Session, Outcome> on(Session session) {
      return Closing.close(session, envelope, now);
    }
  }

  record Retry(Envelope envelope, long now) implements Command {
    @Override
    public Step<Session, Outcome> on(Session session) {
      return Retrying.retry(session, envelope, now);
    }
  }

  record ConfirmBroadcast(Envelope envelope, long now) implements Command {
    @Override
    public Step<Session, Outcome> on(Session session) {
      return Broadcasting.confirm(session, envelope, now);
    }
  }

  record ReportBroadcastFailure(Envelope envelope, long now) implements Command {
    @Override
    public Step<Session, Outcome> on(Session session) {
      return Broadcasting.reportFailure(session, envelope, now);
    }
  }

  /** The crypto-service's result for exactly the nonces with this hash. */
  record NoncesAggregated(Bytes noncesHash, List<AggregateNonce> aggnonces, long now)
      implements Command {
    @Override
    public Step<Session, Outcome> on(Session session) {
      return Aggregating.nonces(session, this);
    }
  }

  /** The final signatures, verified by the crypto-service. */
  record SignaturesAggregated(List<Signature> signatures, long now) implements Command {
    @Override
    public Step<Session, Outcome> on(Session session) {
      return Aggregating.signatures(session, signatures, now);
    }
  }

  /** The crypto-service found this signer's partial signature to be wrong. */
  record SignerBlamed(int signerIndex, long now) implements Command {
    @Override
    public Step<Session, Outcome> on(Session session) {
      return Aggregating.blame(session, signerIndex, now);
    }
  }

  /** Work that changes nothing in the session itself has been done. */
  record WorkDone(Work work) implements Command {
    @Override
    public Step<Session, Outcome> on(Session session) {
      return new Step<>(session.with(session.chores().without(work)), Outcome.NOTHING);
    }
  }

  /** The events after one number and up to another one have been published. */
  record Published(long after, long upTo) implements Command {
    @Override
    public Step<Session, Outcome> on(Session session) {
      return new Step<>(session.with(session.outbox().published(after, upTo)), Outcome.NOTHING);
    }
  }

  /** Nobody listens at these signers' inboxes. */
  record Unreachable(List<Integer> signers, long now) implements Command {
    @Override
    public Step<Session, Outcome> on(Session session) {
      return Ticking.unreachable(session, signers, now);
    }
  }

  /** Time has passed. */
  record Tick(long now) implements Command {
    @Override
    public Step<Session, Outcome> on(Session session) {
      return Ticking.tick(session, now);
    }
  }

  /** Looks at one side of the session; changes nothing. */
  record Read(View view) implements Command {
    @Override
    public boolean looks() {
      return true;
    }

    @Override
    public Step<Session, Outcome> on(Session session) {
      return new Step<>(session, Outcome.answering(view.of(session)));
    }
  }

  record ReadEvents(long after) implements Command {
    @Override
    public boolean looks() {
      return true;
    }

    @Override
    public Step<Session, Outcome> on(Session session) {
      return new Step<>(session, Outcome.answering(Reading.events(session, after)));
    }
  }

  record ReadContributions(ContributionsQuery query, int maxPageSize) implements Command {
    @Override
    public boolean looks() {
      return true;
    }

    @Override
    public Step<Session, Outcome> on(Session session) {
      return new Step<>(session, Outcome.answering(Reading.contributions(session, this)));
    }
  }
}
