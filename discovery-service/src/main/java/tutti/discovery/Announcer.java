package tutti.discovery;

import io.vertx.core.Future;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.discovery.domain.Outgoing;
import tutti.discovery.domain.SignerCommand;
import tutti.discovery.domain.SignerDocument;
import tutti.discovery.domain.SignerOutcome;
import tutti.protocol.Addresses;
import tutti.runtime.bus.ServiceBus;
import tutti.runtime.state.Documents;

/**
 * Publishes what happened to a signer. What fails here stays in the document, and the sweeper comes
 * back to it.
 */
final class Announcer {
  private static final Logger LOG = LoggerFactory.getLogger(Announcer.class);

  private final Documents<SignerDocument, SignerCommand, SignerOutcome> signers;
  private final ServiceBus bus;

  Announcer(Documents<SignerDocument, SignerCommand, SignerOutcome> signers, ServiceBus bus) {
    this.signers = signers;
    this.bus = bus;
  }

  /** Publishes; that it was done is written down in its own time. */
  void publish(String signer, List<Outgoing> outgoing) {
    if (outgoing.isEmpty()) {
      return;
    }
    outgoing.forEach(this::publish);
    List<Long> numbers = outgoing.stream().map(out -> out.event().number()).toList();
    signers
        .apply(signer, new SignerCommand.Published(numbers))
        .onFailure(
            failure ->
                LOG.atWarn()
                    .addKeyValue("signer", signer)
                    .log("will be told again: {}", failure.toString()));
  }

  /** One look of the sweeper. */
  Future<Void> sweep(String signer, long now) {
    return signers
        .apply(signer, new SignerCommand.Tick(now))
        .onSuccess(outcome -> publish(signer, outcome.outgoing()))
        .mapEmpty();
  }

  private void publish(Outgoing out) {
    bus.publish(Addresses.SIGNER_EVENTS, out.event());
    for (String type : out.transactionTypes()) {
      bus.publish(Addresses.signerEvents(type), out.event());
    }
  }
}
