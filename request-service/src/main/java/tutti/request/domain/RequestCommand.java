package tutti.request.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.RequestId;
import tutti.protocol.request.RequestState;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.machine.Step;

/**
 * What can happen to a request. Who says it has been verified before; the time is part of it, so
 * that every member computes the same.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({
  @JsonSubTypes.Type(value = RequestCommand.Announce.class, name = "announce"),
  @JsonSubTypes.Type(value = RequestCommand.Join.class, name = "join"),
  @JsonSubTypes.Type(value = RequestCommand.Decline.class, name = "decline"),
  @JsonSubTypes.Type(value = RequestCommand.Cancel.class, name = "cancel"),
  @JsonSubTypes.Type(value = RequestCommand.End.class, name = "end"),
  @JsonSubTypes.Type(value = RequestCommand.Look.class, name = "look"),
  @JsonSubTypes.Type(value = RequestCommand.Tick.class, name = "tick"),
  @JsonSubTypes.Type(value = RequestCommand.Published.class, name = "published"),
  @JsonSubTypes.Type(value = RequestCommand.SessionOpened.class, name = "session-opened")
})
public sealed interface RequestCommand {

  /** The request after this, and what is to be done; or a refusal. */
  Step<RequestDocument, RequestOutcome> applyTo(@Nullable RequestDocument document);

  /** The creator announces; this is its join, too. */
  record Announce(
      long now, RequestId requestId, Envelope envelope, SigningRequest request, Keeping keeping)
      implements RequestCommand {

    @Override
    public Step<RequestDocument, RequestOutcome> applyTo(@Nullable RequestDocument document) {
      if (document != null) {
        return RequestOutcome.repeated(document);
      }
      if (now >= request.expiresAt()) {
        throw Refusal.ofField(ErrorCode.EXPIRED, "body.expiresAt", "the request has expired");
      }
      return RequestOutcome.changed(null, RequestDocument.announced(this));
    }
  }

  /** A signer takes part. */
  record Join(long now, int signerIndex, Envelope envelope) implements RequestCommand {

    @Override
    public Step<RequestDocument, RequestOutcome> applyTo(@Nullable RequestDocument document) {
      var found = found(document);
      found.requireSigner(signerIndex, envelope.signer());
      if (isRepeated(found)) {
        return RequestOutcome.repeated(found);
      }
      found.requireOpen(now);
      return RequestOutcome.changed(found, found.joined(signerIndex, envelope, now));
    }

    /** The first join stands; another one says nothing new as long as nothing else was said. */
    private boolean isRepeated(RequestDocument found) {
      boolean alive = found.state() == RequestState.OPEN || found.state() == RequestState.READY;
      var recorded = found.joins().get(signerIndex);
      // Both were verified, so the same signature means the same words.
      boolean same = recorded != null && recorded.signature().equals(envelope.signature());
      return same || (alive && found.hasJoined(signerIndex));
    }
  }

  /** A signer does not take part, which ends the request. */
  record Decline(long now, int signerIndex, PublicKey signer, @Nullable String reason)
      implements RequestCommand {

    @Override
    public Step<RequestDocument, RequestOutcome> applyTo(@Nullable RequestDocument document) {
      var found = found(document);
      found.requireSigner(signerIndex, signer);
      var ending = found.ending();
      if (ending != null && Integer.valueOf(signerIndex).equals(ending.declinedBy())) {
        return RequestOutcome.repeated(found);
      }
      found.requireOpen(now);
      return RequestOutcome.changed(found, found.declined(signerIndex, reason, now));
    }
  }

  /** The creator takes the request back. */
  record Cancel(long now, PublicKey signer, @Nullable String reason) implements RequestCommand {

    @Override
    public Step<RequestDocument, RequestOutcome> applyTo(@Nullable RequestDocument document) {
      var found = found(document);
      if (!found.announcement().signer().equals(signer)) {
        throw Refusal.ofField(
            ErrorCode.NOT_A_PARTICIPANT, "signer", "only its creator can cancel a request");
      }
      if (found.state() == RequestState.CANCELLED) {
        return RequestOutcome.repeated(found);
      }
      found.requireOpen(now);
      return RequestOutcome.changed(found, found.cancelled(reason, now));
    }
  }

  /** An operator ends it: it expires early, which is no signer's doing. */
  record End(long now, @Nullable String reason) implements RequestCommand {

    @Override
    public Step<RequestDocument, RequestOutcome> applyTo(@Nullable RequestDocument document) {
      var found = found(document);
      if (found.state() == RequestState.EXPIRED) {
        return RequestOutcome.repeated(found);
      }
      found.requireOpen(now);
      return RequestOutcome.changed(found, found.expired(reason, now));
    }
  }

  /** Somebody asks how it stands. */
  record Look() implements RequestCommand {

    @Override
    public Step<RequestDocument, RequestOutcome> applyTo(@Nullable RequestDocument document) {
      var found = found(document);
      return new Step<>(found, RequestOutcome.seen(found));
    }
  }

  /** Time has passed: expire, publish what was left, hand over again, remove. */
  record Tick(long now) implements RequestCommand {

    @Override
    public Step<RequestDocument, RequestOutcome> applyTo(@Nullable RequestDocument document) {
      if (document == null) {
        return new Step<>(null, RequestOutcome.GONE);
      }
      if (document.hasRunOut(now)) {
        return work(document, document.expired(null, now));
      }
      return document.state() != RequestState.OPEN && now >= document.removeAt()
          ? new Step<>(null, RequestOutcome.GONE)
          : work(document, document);
    }

    private Step<RequestDocument, RequestOutcome> work(
        RequestDocument before, RequestDocument after) {
      var overdue = after.outbox().overdue(now);
      var next = overdue.isEmpty() ? after : after.retriedAt(now);
      var notices = new ArrayList<>(overdue);
      notices.addAll(after.outbox().after(before.outbox().lastNumber()));
      Long handOverAt = after.handOverAt();
      if (handOverAt == null || now < handOverAt) {
        return new Step<>(next, RequestOutcome.toDo(next, notices, false));
      }
      next = next.handingOver(now + RequestDocument.GRACE);
      return new Step<>(next, RequestOutcome.toDo(next, notices, true));
    }
  }

  /** These events have been published. */
  record Published(List<Long> numbers) implements RequestCommand {
    public Published {
      numbers = List.copyOf(numbers);
    }

    @Override
    public Step<RequestDocument, RequestOutcome> applyTo(@Nullable RequestDocument document) {
      return document == null
          ? new Step<>(null, RequestOutcome.GONE)
          : RequestOutcome.settled(document.published(numbers));
    }
  }

  /** The session service has opened the session, or had it open already. */
  record SessionOpened() implements RequestCommand {

    @Override
    public Step<RequestDocument, RequestOutcome> applyTo(@Nullable RequestDocument document) {
      if (document == null) {
        return new Step<>(null, RequestOutcome.GONE);
      }
      return RequestOutcome.settled(
          document.handOverAt() == null ? document : document.handingOver(null));
    }
  }

  private static RequestDocument found(@Nullable RequestDocument document) {
    if (document == null) {
      throw Refusal.of(ErrorCode.NOT_FOUND, "there is no such request");
    }
    return document;
  }
}
