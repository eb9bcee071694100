package tutti.gateway.webhook;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.SocketAddress;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tutti.gateway.domain.RetryPauses;
import tutti.gateway.domain.Webhook;
import tutti.gateway.domain.WebhookTarget;
import tutti.gateway.event.PublicEvents.Published;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** Sends one event to one webhook, again and again until it is taken or it is too late. */
final class WebhookSender {
  private static final Logger LOG = LoggerFactory.getLogger(WebhookSender.class);
  private static final long PATIENCE_MILLIS = 10_000;

  /** Of one webhook: what nobody takes must not keep others from theirs. */
  private static final int MAX_WAITING = 1_000;

  private static final int SUCCESS = 2;

  private final Vertx vertx;
  private final Clock clock;
  private final boolean anywhere;
  private final HttpClient client;
  private final Map<String, Integer> waiting = new HashMap<>();

  WebhookSender(Vertx vertx, Clock clock, boolean anywhere) {
    this.vertx = vertx;
    this.clock = clock;
    this.anywhere = anywhere;
    this.client = vertx.createHttpClient(new HttpClientOptions().setKeepAlive(false));
  }

  private record Delivery(Webhook hook, WebhookSecret secret, Published event) {}

  void send(Webhook hook, WebhookSecret secret, Published event) {
    if (waiting.getOrDefault(hook.id(), 0) >= MAX_WAITING) {
      LOG.warn("webhook={} event={} dropped: too many are waiting", hook.id(), event.id());
      return;
    }
    waiting.merge(hook.id(), 1, Integer::sum);
    attempt(new Delivery(hook, secret, event), 0);
  }

  void close() {
    client.close();
  }

  private void attempt(Delivery delivery, int failures) {
    post(delivery, failures)
        .onSuccess(taken -> over(delivery.hook))
        .onFailure(
            failure -> {
              var pause = RetryPauses.after(failures);
              if (pause.isEmpty()) {
                over(delivery.hook);
                LOG.warn(
                    "webhook={} event={} given up: {}",
                    delivery.hook.id(),
                    delivery.event.id(),
                    failure.toString());
              } else {
                vertx.setTimer(pause.getAsLong(), again -> attempt(delivery, failures + 1));
              }
            });
  }

  private void over(Webhook hook) {
    waiting.computeIfPresent(hook.id(), (id, count) -> count == 1 ? null : count - 1);
  }

  private Future<Void> post(Delivery delivery, int failures) {
    URI url = URI.create(delivery.hook.url());
    String body = delivery.event.body().encode();
    long seconds = TimeUnit.MILLISECONDS.toSeconds(clock.millis());
    return resolve(url)
        .compose(address -> client.request(options(url, address)))
        .compose(
            request ->
                signed(request, delivery, seconds, body)
                    .putHeader("webhook-attempt", String.valueOf(failures + 1))
                    .send(body))
        .compose(WebhookSender::taken);
  }

  /** The status is all that counts: what else there is, perhaps without end, is not read. */
  private static Future<Void> taken(HttpClientResponse response) {
    int status = response.statusCode();
    response.exceptionHandler(unread -> {});
    response.request().connection().close();
    return status / 100 == SUCCESS
        ? Future.succeededFuture()
        : Future.failedFuture("status " + status);
  }

  private static HttpClientRequest signed(
      HttpClientRequest request, Delivery delivery, long seconds, String body) {
    return request
        .putHeader("Content-Type", "application/json")
        .putHeader("User-Agent", "tutti")
        .putHeader("webhook-id", delivery.event.id())
        .putHeader("webhook-timestamp", String.valueOf(seconds))
        .putHeader("webhook-signature", delivery.secret.sign(delivery.event.id(), seconds, body));
  }

  /** Refuses where nothing will be sent to; who is not known yet may be later. */
  Future<Void> requireAllowed(URI url) {
    return resolve(url)
        .<Void>mapEmpty()
        .recover(
            failure ->
                failure instanceof UnknownHostException
                    ? Future.succeededFuture()
                    : Future.failedFuture(failure));
  }

  /** Looked up here and used as found, so that no second answer can lead elsewhere. */
  private Future<InetAddress> resolve(URI url) {
    return vertx.executeBlocking(
        () -> {
          InetAddress address = InetAddress.getByName(url.getHost());
          if (!anywhere && !WebhookTarget.isPublic(address)) {
            throw Refusal.of(ErrorCode.NOT_ALLOWED, "webhooks do not go to " + url.getHost());
          }
          return address;
        },
        false);
  }

  private static RequestOptions options(URI url, InetAddress address) {
    boolean secure = "https".equals(url.getScheme());
    int port = url.getPort() < 0 ? (secure ? 443 : 80) : url.getPort();
    String path = url.getRawPath() == null || url.getRawPath().isEmpty() ? "/" : url.getRawPath();
    return new RequestOptions()
        .setMethod(HttpMethod.POST)
        .setServer(SocketAddress.inetSocketAddress(port, address.getHostAddress()))
        .setHost(url.getHost())
        .setPort(port)
        .setSsl(secure)
        .setURI(url.getRawQuery() == null ? path : path + "?" + url.getRawQuery())
        .setFollowRedirects(false)
        .setTimeout(PATIENCE_MILLIS);
  }
}
