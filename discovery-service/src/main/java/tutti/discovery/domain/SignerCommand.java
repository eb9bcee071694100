package tutti.discovery.domain;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.SignerRecord;
import tutti.runtime.machine.Step;

/**
 * What can happen to a signer's listing. Who says it has been verified before; the time is part of
 * it, so that every member computes the same.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "command")
@JsonSubTypes({
  @JsonSubTypes.Type(value = SignerCommand.MayAdvertise.class, name = "may-advertise"),
  @JsonSubTypes.Type(value = SignerCommand.Advertise.class, name = "advertise"),
  @JsonSubTypes.Type(value = SignerCommand.Withdraw.class, name = "withdraw"),
  @JsonSubTypes.Type(value = SignerCommand.Counted.class, name = "counted"),
  @JsonSubTypes.Type(value = SignerCommand.Tick.class, name = "tick"),
  @JsonSubTypes.Type(value = SignerCommand.Published.class, name = "published")
})
public sealed interface SignerCommand {

  /** The signer after this, and what is to be done; or a refusal. */
  Step<SignerDocument, SignerOutcome> applyTo(@Nullable SignerDocument document);

  /**
   * The limits that an advertisement is held against.
   *
   * @param interval between two of them
   * @param skew by how much the signer's time may differ
   */
  record Rules(long interval, long skew) {}

  /** Asks whether an advertisement would come too soon, before anything is spent on it. */
  record MayAdvertise(long now, Envelope envelope, Rules rules) implements SignerCommand {

    @Override
    public Step<SignerDocument, SignerOutcome> applyTo(@Nullable SignerDocument document) {
      if (document != null && !document.last().isSame(envelope)) {
        document.requireInterval(now, rules.interval());
      }
      return new Step<>(document, SignerOutcome.NOTHING);
    }
  }

  /** A signer advertises; the newer advertisement replaces the older. */
  record Advertise(long now, Envelope envelope, Advertisement advertisement, Rules rules)
      implements SignerCommand {

    @Override
    public Step<SignerDocument, SignerOutcome> applyTo(@Nullable SignerDocument document) {
      if (now >= advertisement.expiresAt()) {
        throw Refusal.ofField(ErrorCode.EXPIRED, "body.expiresAt", "the advertisement has expired");
      }
      if (document != null) {
        if (document.listing() != null && document.last().isSame(envelope)) {
          return new Step<>(document, SignerOutcome.NOTHING);
        }
        document.requireInterval(now, rules.interval());
        document.requireNewer(envelope);
      }
      return SignerOutcome.changed(document, SignerDocument.advertised(document, this));
    }
  }

  /** A signer takes its advertisement back. */
  record Withdraw(long now, Envelope envelope, @Nullable String reason, long skew)
      implements SignerCommand {

    @Override
    public Step<SignerDocument, SignerOutcome> applyTo(@Nullable SignerDocument document) {
      if (document == null) {
        return new Step<>(null, SignerOutcome.NOTHING);
      }
      if (document.last().isSame(envelope)) {
        return new Step<>(document, SignerOutcome.DONE_BEFORE);
      }
      document.requireNewer(envelope);
      Listing listing = document.listing();
      return listing == null
          ? new Step<>(document, SignerOutcome.NOTHING)
          : SignerOutcome.changed(document, document.withdrawn(listing, this));
    }
  }

  /** The signer's record has become this. */
  record Counted(SignerRecord record) implements SignerCommand {

    @Override
    public Step<SignerDocument, SignerOutcome> applyTo(@Nullable SignerDocument document) {
      return new Step<>(document == null ? null : document.counted(record), SignerOutcome.NOTHING);
    }
  }

  /** Time has passed: expire, publish what was left, forget. */
  record Tick(long now) implements SignerCommand {

    @Override
    public Step<SignerDocument, SignerOutcome> applyTo(@Nullable SignerDocument document) {
      if (document == null) {
        return new Step<>(null, SignerOutcome.NOTHING);
      }
      Listing listing = document.listing();
      boolean runOut = listing != null && now >= listing.advertisement().expiresAt();
      SignerDocument current =
          listing != null && runOut ? document.expired(listing, now) : document;
      return isForgettable(current)
          ? new Step<>(null, SignerOutcome.NOTHING)
          : publish(document, current);
    }

    private boolean isForgettable(SignerDocument current) {
      return current.listing() == null
          && current.outbox().events().isEmpty()
          && now >= current.replayableUntil();
    }

    private Step<SignerDocument, SignerOutcome> publish(
        SignerDocument before, SignerDocument after) {
      List<Outgoing> outgoing = new ArrayList<>(after.outbox().overdue(now));
      SignerDocument next = outgoing.isEmpty() ? after : after.retriedAt(now);
      outgoing.addAll(after.outbox().after(before.outbox().lastNumber()));
      return new Step<>(next, new SignerOutcome(false, outgoing));
    }
  }

  /** These events have been published. */
  record Published(List<Long> numbers) implements SignerCommand {
    public Published {
      numbers = List.copyOf(numbers);
    }

    @Override
    public Step<SignerDocument, SignerOutcome> applyTo(@Nullable SignerDocument document) {
      return new Step<>(
          document == null ? null : document.published(numbers), SignerOutcome.NOTHING);
    }
  }
}
