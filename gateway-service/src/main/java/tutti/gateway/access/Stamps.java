package tutti.gateway.access;

import io.vertx.core.Future;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.protocol.Envelope;
import tutti.protocol.ErrorCode;
import tutti.protocol.Operation;
import tutti.protocol.Refusal;
import tutti.protocol.discovery.DiscoveryApi;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.gateway.Stamp;
import tutti.runtime.ServiceContext;
import tutti.runtime.bus.ServiceBus;
import tutti.runtime.config.EdgeSettings;

/**
 * Asks for some work before a key that does not advertise yet is listened to: keys cost nothing.
 */
public final class Stamps {
  private static final String FIELD = "stamp";
  private static final String FORM = "[0-9a-f]{16}";

  private final int bits;
  private final ServiceBus bus;

  public Stamps(ServiceContext context) {
    bits = context.settings().get(EdgeSettings.STAMP_BITS);
    bus = context.bus();
  }

  /** Lets pass what needs no stamp, or has a good one; refuses everything else. */
  public Future<Void> require(
      Operation<?, ?> operation, Supplier<Envelope> said, @Nullable String stamp) {
    if (bits == 0 || !operation.address().equals(DiscoveryApi.ADVERTISE.operation().address())) {
      return Future.succeededFuture();
    }
    Envelope envelope = said.get();
    if (stamp != null && worth(stamp, envelope) >= bits) {
      return Future.succeededFuture();
    }
    var query =
        new SignerQuery(null, null, null, List.of(envelope.signer()), null, null, null, null);
    return bus.request(DiscoveryApi.FIND, query)
        .compose(page -> page.signers().isEmpty() ? refused() : Future.succeededFuture());
  }

  private static int worth(String stamp, Envelope envelope) {
    return stamp.matches(FORM) ? new Stamp(Bytes.fromHex(stamp)).worth(envelope.signature()) : -1;
  }

  private Future<Void> refused() {
    return Future.failedFuture(
        Refusal.ofField(
            ErrorCode.NOT_ALLOWED,
            FIELD,
            "a key that does not advertise yet needs a stamp of %d bits".formatted(bits)));
  }
}
