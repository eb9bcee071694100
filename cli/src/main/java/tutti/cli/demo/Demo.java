package tutti.cli.demo;

import io.vertx.core.Future;
import java.io.OutputStream;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import tutti.agent.Agent;
import tutti.agent.SigningHandle;
import tutti.cli.serve.PrivateCluster;
import tutti.cli.terminal.Waiting;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.EngineChoice;
import tutti.musig2.EngineSelection;
import tutti.musig2.Engines;
import tutti.musig2.SecretKey;
import tutti.musig2.TaggedHash;
import tutti.protocol.discovery.Advertisement;
import tutti.protocol.discovery.SignerPage;
import tutti.protocol.discovery.SignerQuery;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;
import tutti.runtime.cluster.TuttiNode;
import tutti.runtime.config.Settings;

/** Discovery, request, session, signature, broadcast: once, with everything in this process. */
public final class Demo {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final String TYPE = "demo";

  private final long start = System.nanoTime();
  private final Waiting waiting;
  private final Timeline timeline;
  private final EngineChoice choice;

  /**
   * A demo.
   *
   * @param out where the timeline goes
   * @param choice what signers and services compute with
   */
  public Demo(Waiting waiting, PrintStream out, EngineChoice choice) {
    this.waiting = waiting;
    this.choice = choice;
    this.timeline = new Timeline(out, this::elapsedMillis);
  }

  /** For those who only want the result. */
  public static PrintStream silence() {
    return new PrintStream(
        OutputStream.nullOutputStream(), false, java.nio.charset.StandardCharsets.UTF_8);
  }

  /** Runs it. */
  public DemoResult run(int signers, List<Bytes> messages)
      throws ExecutionException, InterruptedException {
    timeline.heading();
    CompletableFuture<EngineSelection> engine = CompletableFuture.supplyAsync(this::warmEngine);
    CompletableFuture<SignerCrew> crew =
        engine.thenApply(selected -> SignerCrew.of(signers, selected.engine()));
    Map<String, String> chosen = Map.of(Settings.CRYPTO_ENGINE.name(), choice.toString());
    Settings settings = Settings.load(PrivateCluster.flags(chosen), Map.of());
    TuttiNode node = await(PrivateCluster.start(settings), "the cluster");
    try (SignerCrew ready = await(crew, "the signers")) {
      timeline.tell("cluster", "one member; discovery, request, session and crypto service run");
      timeline.tell("cluster", "crypto engine " + await(engine, "the engine"));
      new Narrator(timeline, ready.publicKeys()).listen(node.context().vertx());
      await(ready.start(node.context()), "the signers");
      return sign(ready, messages);
    } finally {
      await(node.close(), "the end of the cluster");
    }
  }

  private DemoResult sign(SignerCrew crew, List<Bytes> messages)
      throws ExecutionException, InterruptedException {
    find(crew);
    Agent creator = crew.agents().get(0);
    var request =
        SigningRequest.by(creator.publicKey(), crew.publicKeys())
            .items(messages.stream().map(SigningItem::of).toList())
            .purpose("tutti demo")
            .expiresAt(System.currentTimeMillis() + Duration.ofMinutes(10).toMillis())
            .build();
    SigningHandle handle = await(creator.announce(request), "the announcement");
    var signatures = await(handle.signatures(), "the signatures");
    await(crew.broadcastConfirmed(), "the confirmation of the broadcast");
    timeline.tell("signer 0", "has the signatures, has verified them");
    var keys = crew.engine().aggregateKeys(request.orderedKeys(), List.of());
    return new DemoResult(keys.xOnlyPublicKey(), messages, signatures, elapsedMillis());
  }

  /** The creator looks for partners, and finds all who advertise. */
  private void find(SignerCrew crew) throws ExecutionException, InterruptedException {
    long expiresAt = System.currentTimeMillis() + Duration.ofHours(1).toMillis();
    var advertisement = new Advertisement(List.of(TYPE), null, null, null, expiresAt, null);
    await(
        SignerCrew.all(crew.agents(), agent -> agent.advertise(advertisement)),
        "the advertisements");
    int found = 0;
    String next = null;
    do {
      var query = new SignerQuery(List.of(TYPE), null, null, null, null, null, null, next);
      SignerPage page = await(crew.agents().get(0).findSigners(query), "the search");
      found += page.signers().size();
      next = page.next();
    } while (next != null);
    timeline.tell("signer 0", "asks discovery for partners, finds %d signers".formatted(found));
  }

  /** The first signature is the slowest by far; this one overlaps with the cluster's start. */
  private EngineSelection warmEngine() {
    EngineSelection selected = Engines.select(choice);
    Engine engine = selected.engine();
    Bytes message = TaggedHash.sha256();
    try (SecretKey key = SecretKey.generate()) {
      engine.verifySchnorr(key.publicKey().xOnly(), message, engine.signSchnorr(key, message));
    }
    return selected;
  }

  private <T> T await(Future<T> future, String what)
      throws ExecutionException, InterruptedException {
    return await(future.toCompletionStage(), what);
  }

  private <T> T await(CompletionStage<T> stage, String what)
      throws ExecutionException, InterruptedException {
    return waiting.until(stage, PATIENCE, what);
  }

  private long elapsedMillis() {
    return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - start);
  }
}
