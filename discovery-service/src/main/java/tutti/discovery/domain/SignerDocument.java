package tutti.discovery.domain;

import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tutti.musig2.PublicKey;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.protocol.discovery.SignerRecord;
import tutti.protocol.event.EventData;
import tutti.protocol.event.SignerAdvertised;
import tutti.protocol.event.SignerExpired;
import tutti.protocol.event.SignerWithdrawn;
import tutti.runtime.machine.Document;

/**
 * A signer as it is listed. When its advertisement was withdrawn or ran out, the document stays
 * without one for as long as an earlier advertisement could be replayed.
 *
 * @param listing the advertisement in force, if there is one
 * @param last what the signer said last
 * @param advertisedAt when an advertisement was last accepted
 * @param replayableUntil until then something said before {@code last} would pass as fresh
 * @param record a copy of the signer's record, to search by
 */
public record SignerDocument(
    PublicKey signer,
    @Nullable Listing listing,
    Statement last,
    long advertisedAt,
    long replayableUntil,
    SignerRecord record,
    Outbox outbox)
    implements Document {

  @Override
  public long dueAt() {
    if (listing != null) {
      return Math.min(listing.advertisement().expiresAt(), outbox.dueAt());
    }
    return outbox.events().isEmpty() ? replayableUntil : outbox.dueAt();
  }

  /** The signer's last word counts. */
  @Override
  public long progress() {
    return last.sentAt();
  }

  /** Refuses what is not newer than the last thing said. */
  void requireNewer(Envelope envelope) {
    if (envelope.sentAt() <= last.sentAt()) {
      throw Refusal.ofField(
          ErrorCode.REPLAY, "sentAt", "something sent later has been accepted already");
    }
  }

  /** Refuses an advertisement that comes too soon after the last. */
  void requireInterval(long now, long interval) {
    long wait = advertisedAt + interval - now;
    if (wait > 0) {
      throw Refusal.of(
              ErrorCode.RATE_LIMITED, "the next advertisement is accepted in %d ms".formatted(wait))
          .retryAfter(wait);
    }
  }

  static SignerDocument advertised(
      @Nullable SignerDocument before, SignerCommand.Advertise advertise) {
    Envelope envelope = advertise.envelope();
    var listing = new Listing(envelope, advertise.advertisement());
    long replayableUntil = envelope.sentAt() + advertise.rules().skew();
    return new SignerDocument(
            envelope.signer(),
            listing,
            Statement.of(envelope),
            advertise.now(),
            before == null ? replayableUntil : Math.max(before.replayableUntil, replayableUntil),
            before == null ? SignerRecord.NONE : before.record,
            before == null ? Outbox.EMPTY : before.outbox)
        .noting(advertise.now(), new SignerAdvertised(envelope), listing);
  }

  SignerDocument withdrawn(Listing withdrawn, SignerCommand.Withdraw withdraw) {
    Envelope envelope = withdraw.envelope();
    return new SignerDocument(
            signer,
            null,
            Statement.of(envelope),
            advertisedAt,
            Math.max(replayableUntil, envelope.sentAt() + withdraw.skew()),
            record,
            outbox)
        .noting(withdraw.now(), new SignerWithdrawn(signer, withdraw.reason()), withdrawn);
  }

  SignerDocument expired(Listing expired, long now) {
    return new SignerDocument(signer, null, last, advertisedAt, replayableUntil, record, outbox)
        .noting(now, new SignerExpired(signer), expired);
  }

  /** Counts only grow, so the larger ones are the newer ones. */
  SignerDocument counted(SignerRecord counted) {
    boolean newer =
        counted.completed() > record.completed()
            || counted.failedAtFault() > record.failedAtFault();
    return newer
        ? new SignerDocument(signer, listing, last, advertisedAt, replayableUntil, counted, outbox)
        : this;
  }

  /** Whether more has changed than what is still to be published: that is published again. */
  boolean differsLastingly(SignerDocument other) {
    return outbox.lastNumber() != other.outbox.lastNumber()
        || !last.equals(other.last)
        || !record.equals(other.record);
  }

  SignerDocument published(Collection<Long> numbers) {
    Outbox left = outbox.without(numbers);
    return left.events().size() == outbox.events().size() ? this : with(left);
  }

  SignerDocument retriedAt(long now) {
    return with(outbox.retriedAt(now));
  }

  private SignerDocument noting(long now, EventData data, Listing about) {
    List<String> types = about.advertisement().transactionTypes();
    return with(outbox.with(new Outbox.Subject(signer.hex(), now), data, types));
  }

  private SignerDocument with(Outbox newOutbox) {
    return new SignerDocument(
        signer, listing, last, advertisedAt, replayableUntil, record, newOutbox);
  }
}
