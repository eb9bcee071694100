package tutti.agent;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import tutti.agent.session.DistrustException;
import tutti.agent.session.Lie;
import tutti.agent.session.VerifiedRequest;
import tutti.protocol.Envelope;
import tutti.protocol.Refusal;
import tutti.protocol.discovery.AdvertiseReply;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.SignerListing;
import tutti.protocol.discovery.SignerPage;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.discovery.WithdrawReply;
import tutti.protocol.discovery.Withdrawal;
import tutti.protocol.event.Event;
import tutti.protocol.event.EventData;
import tutti.protocol.event.RequestCreated;
import tutti.protocol.event.SignerAdvertised;

/** Finding signers and being found; what is forged does not get through. */
final class Discovery {
  private final AgentContext context;
  private final Scribe scribe;

  Discovery(AgentContext context, Scribe scribe) {
    this.context = context;
    this.scribe = scribe;
  }

  CompletableFuture<AdvertiseReply> advertise(Advertisement advertisement) {
    Envelope envelope = scribe.sign(DiscoveryApi.ADVERTISE.type(), advertisement);
    return context
        .calls()
        .call(DiscoveryApi.ADVERTISE.operation(), envelope, context.callDeadline());
  }

  CompletableFuture<WithdrawReply> withdraw() {
    Envelope envelope = scribe.sign(DiscoveryApi.WITHDRAW.type(), new Withdrawal(null));
    return context
        .calls()
        .call(DiscoveryApi.WITHDRAW.operation(), envelope, context.callDeadline());
  }

  CompletableFuture<SignerPage> find(SignerQuery query) {
    return context
        .calls()
        .call(DiscoveryApi.FIND, query, context.callDeadline())
        .thenApply(this::withoutForgeries);
  }

  CompletableFuture<Bus.Subscription> subscribe(String topic, Consumer<EventData> listener) {
    return context
        .within(
            context.settings().callDeadline(),
            context
                .bus()
                .subscribe(topic, event -> context.executor().execute(() -> hear(event, listener))))
        .exceptionallyCompose(error -> CompletableFuture.failedFuture(Completion.refusal(error)));
  }

  private SignerPage withoutForgeries(SignerPage page) {
    List<SignerListing> genuine =
        page.signers().stream().filter(one -> isGenuine(one.advertisement())).toList();
    return new SignerPage(genuine, page.next());
  }

  private void hear(Event event, Consumer<EventData> listener) {
    try {
      event.typed().filter(this::isTrustworthy).ifPresent(listener);
    } catch (Refusal malformed) {
      // The topics are open to the whole cluster: what is no event is not for us.
    }
  }

  /** Checks what a signature can prove; expiry and withdrawal are the services' word. */
  private boolean isTrustworthy(EventData data) {
    if (data instanceof SignerAdvertised advertised) {
      return isGenuine(advertised.advertisement());
    }
    if (data instanceof RequestCreated created && created.request() != null) {
      return isGenuine(created);
    }
    return true;
  }

  private boolean isGenuine(Envelope advertisement) {
    if (advertisement.type().equals(DiscoveryApi.ADVERTISE.type())
        && advertisement.isSignedBySigner(context.signer().engine())) {
      return true;
    }
    expose(new DistrustException(Lie.FORGERY));
    return false;
  }

  private boolean isGenuine(RequestCreated created) {
    Envelope announcement = created.request();
    try {
      if (announcement != null) {
        VerifiedRequest.verify(context.signer().engine(), announcement, created.requestId());
      }
      return true;
    } catch (DistrustException found) {
      expose(found);
      return false;
    }
  }

  private void expose(DistrustException found) {
    context.tell(new AgentEvent.LieDetected(null, null, found.lie(), found.detail()));
  }
}
