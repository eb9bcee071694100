package tutti.discovery;

import io.vertx.core.Future;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import tutti.discovery.domain.AdvertisementAdmission;
import tutti.discovery.domain.HistoryCommand;
import tutti.discovery.domain.HistoryMachine;
import tutti.discovery.domain.SignerCommand;
import tutti.discovery.domain.SignerDocument;
import tutti.discovery.domain.SignerHistory;
import tutti.discovery.domain.SignerMachine;
import tutti.discovery.domain.SignerOutcome;
import tutti.discovery.domain.SignerSearch;
import tutti.discovery.store.Advertisements;
import tutti.musig2.PublicKey;
import tutti.protocol.Done;
import tutti.protocol.Envelope;
import tutti.protocol.Limit;
import tutti.protocol.Limits;
import tutti.protocol.discovery.AdvertiseReply;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.RecordOutcome;
import tutti.protocol.discovery.SignerPage;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.discovery.SignerRecord;
import tutti.protocol.discovery.WithdrawReply;
import tutti.protocol.discovery.Withdrawal;
import tutti.runtime.ServiceContext;
import tutti.runtime.bus.Authenticity;
import tutti.runtime.state.Documents;

/** One method per operation: check the form, check the signature, change the document, tell. */
final class DiscoveryHandlers {
  private final Limits limits;
  private final Clock clock;
  private final Documents<SignerDocument, SignerCommand, SignerOutcome> signers;
  private final Documents<SignerHistory, HistoryCommand, SignerRecord> histories;
  private final AdvertisementAdmission admission;
  private final Advertisements advertisements;
  private final Authenticity authenticity;
  private final Announcer announcer;

  DiscoveryHandlers(ServiceContext context) {
    limits = context.limits();
    clock = context.clock();
    signers = context.documents(new SignerMachine());
    histories = context.documents(new HistoryMachine());
    admission = new AdvertisementAdmission(limits);
    advertisements = new Advertisements(context.vertx(), context.hazelcast());
    authenticity = new Authenticity(context.bus());
    announcer = new Announcer(signers, context.bus());
  }

  Future<AdvertiseReply> advertise(Envelope envelope) {
    Advertisement advertisement = DiscoveryApi.ADVERTISE.bodyOf(envelope);
    admission.admit(envelope, advertisement, clock.millis());
    PublicKey signer = envelope.signer();
    return apply(signer, new SignerCommand.MayAdvertise(clock.millis(), envelope, rules()))
        .compose(inTime -> authenticity.require(envelope))
        .compose(
            signed ->
                apply(
                    signer,
                    new SignerCommand.Advertise(clock.millis(), envelope, advertisement, rules())))
        .compose(outcome -> withRecord(signer).map(outcome))
        .map(outcome -> new AdvertiseReply(signer, advertisement.expiresAt(), !outcome.done()));
  }

  Future<WithdrawReply> withdraw(Envelope envelope) {
    Withdrawal withdrawal = DiscoveryApi.WITHDRAW.bodyOf(envelope);
    admission.requireFresh(envelope, clock.millis());
    return authenticity
        .require(envelope)
        .compose(
            signed ->
                apply(
                    envelope.signer(),
                    new SignerCommand.Withdraw(
                        clock.millis(), envelope, withdrawal.reason(), rules().skew())))
        .map(outcome -> new WithdrawReply(envelope.signer(), outcome.done()));
  }

  Future<SignerPage> find(SignerQuery query) {
    int size = SignerSearch.pageSize(query, limits.intValue(Limit.PAGE_SIZE));
    return advertisements.find(query, clock.millis(), size);
  }

  Future<Done> recordOutcome(RecordOutcome outcome) {
    List<Future<Void>> counted = new ArrayList<>();
    for (PublicKey signer : outcome.completed()) {
      counted.add(count(signer, new HistoryCommand(outcome.sessionId(), false)));
    }
    if (outcome.atFault() != null) {
      counted.add(count(outcome.atFault(), new HistoryCommand(outcome.sessionId(), true)));
    }
    return Future.all(counted).map(Done.DONE);
  }

  Future<Void> sweep(String signer) {
    return announcer.sweep(signer, clock.millis());
  }

  Documents<SignerDocument, SignerCommand, SignerOutcome> documents() {
    return signers;
  }

  // Read only now that the advertisement is there: whatever is counted later finds it by itself.
  private Future<Void> withRecord(PublicKey signer) {
    return count(signer, HistoryCommand.ask());
  }

  private Future<Void> count(PublicKey signer, HistoryCommand command) {
    return histories
        .apply(signer.hex(), command)
        .compose(
            counted ->
                counted.equals(SignerRecord.NONE)
                    ? Future.succeededFuture()
                    : signers.apply(signer.hex(), new SignerCommand.Counted(counted)).mapEmpty());
  }

  private Future<SignerOutcome> apply(PublicKey signer, SignerCommand command) {
    return signers
        .apply(signer.hex(), command)
        .onSuccess(outcome -> announcer.publish(signer.hex(), outcome.outgoing()));
  }

  private SignerCommand.Rules rules() {
    return new SignerCommand.Rules(
        limits.get(Limit.ADVERTISEMENT_INTERVAL), limits.get(Limit.TIMESTAMP_SKEW));
  }
}
