package tutti.chain.http;

import io.github.bucket4j.Bucket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import tutti.chain.ChainException;
import tutti.chain.ChainException.Code;
import tutti.chain.ChainSettings;
import tutti.chain.backend.ChainThreads;
import tutti.musig2.Bytes;

/** One server's address, asked not too often, each answer bounded in bytes and in time. */
public final class Endpoint {
  private static final long LONGEST_RETRY_SECONDS = 3_600;

  private final URI base;
  private final Duration attempt;
  private final Bucket bucket;
  private volatile boolean closed;

  public Endpoint(URI base, ChainSettings settings) {
    this.base = base;
    this.attempt = settings.attempt();
    this.bucket =
        Bucket.builder()
            .addLimit(
                limit ->
                    limit
                        .capacity(2L * settings.perSecond())
                        .refillGreedy(settings.perSecond(), Duration.ofSeconds(1)))
            .build();
  }

  public URI base() {
    return base;
  }

  /** From now on nothing is asked. */
  public void close() {
    closed = true;
  }

  /** Asks, when it is time; fails with ChainException only. */
  public CompletableFuture<Answer> send(Ask ask) {
    return bucket
        .asScheduler()
        .tryConsume(1, attempt, ChainThreads.timer())
        .thenComposeAsync(
            granted -> {
              if (closed) {
                throw new ChainException(Code.CLOSED, "it was closed");
              }
              if (!granted) {
                throw new ChainException(Code.BUSY, "more questions than may be asked");
              }
              return exchange(ask);
            })
        .exceptionallyCompose(error -> CompletableFuture.failedFuture(failure(error)));
  }

  private static ChainException failure(Throwable error) {
    Throwable cause = error instanceof CompletionException ? error.getCause() : error;
    return cause instanceof HttpTimeoutException
        ? new ChainException(Code.TIMEOUT, "no answer in time")
        : ChainException.of(error);
  }

  private CompletableFuture<Answer> exchange(Ask ask) {
    var running = Shared.CLIENT.sendAsync(request(ask), response -> new BoundedBody(ask.most()));
    // The request's own timeout ends with the headers; a body may be as slow as it likes.
    return running
        .copy()
        .orTimeout(attempt.toMillis(), TimeUnit.MILLISECONDS)
        .thenApply(Endpoint::answer)
        .whenComplete(
            (answer, error) -> {
              if (error != null) {
                running.cancel(true);
              }
            });
  }

  private HttpRequest request(Ask ask) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(base.toString() + ask.path())).timeout(attempt);
    if (ask.authorization() != null) {
      request.header("Authorization", ask.authorization());
    }
    return ask.body() == null
        ? request.GET().build()
        : request
            .header("Content-Type", ask.contentType())
            .POST(BodyPublishers.ofByteArray(ask.body().toArray()))
            .build();
  }

  private static Answer answer(HttpResponse<byte[]> response) {
    return new Answer(
        response.statusCode(),
        Bytes.of(response.body()),
        response.headers().firstValue("Retry-After").map(Endpoint::seconds).orElse(Duration.ZERO));
  }

  private static Duration seconds(String header) {
    try {
      return Duration.ofSeconds(
          Math.max(0, Math.min(LONGEST_RETRY_SECONDS, Long.parseLong(header.strip()))));
    } catch (NumberFormatException date) {
      return Duration.ZERO; // a date; the pause that grows does as well
    }
  }

  /** Made when the first server is asked; redirects are not followed, they would lead elsewhere. */
  private static final class Shared {
    private static final HttpClient CLIENT =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .followRedirects(HttpClient.Redirect.NEVER)
            .connectTimeout(Duration.ofSeconds(5))
            .build();
  }
}
