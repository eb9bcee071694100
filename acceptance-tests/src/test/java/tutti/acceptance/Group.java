package tutti.acceptance;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import tutti.agent.Agent;
import tutti.agent.AgentBuilder;
import tutti.agent.Bus;
import tutti.agent.Policy;
import tutti.musig2.Bytes;
import tutti.musig2.Engine;
import tutti.musig2.Engines;
import tutti.musig2.KeyAggContext;
import tutti.musig2.KeySort;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.musig2.Suite;
import tutti.musig2.TaggedHash;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/** Signers with agents of their own, who sign what they are asked for. */
final class Group implements AutoCloseable {
  static final RequestOptions NO_BROADCAST =
      new RequestOptions(null, null, false, null, null, null, null);

  private static final Engine ENGINE = Engines.bouncyCastle();

  private final List<SecretKey> keys;
  private final List<Agent> agents;

  private Group(List<SecretKey> keys, List<Agent> agents) {
    this.keys = keys;
    this.agents = agents;
  }

  static Group of(int size, Bus bus) {
    return of(size, signer -> bus, (signer, agent) -> {});
  }

  /** A group whose members may each have a bus and settings of their own. */
  static Group of(int size, IntFunction<Bus> bus, BiConsumer<Integer, AgentBuilder> change) {
    List<SecretKey> keys = new ArrayList<>();
    List<CompletableFuture<Agent>> starting = new ArrayList<>();
    for (int signer = 0; signer < size; signer++) {
      SecretKey key = SecretKey.generate();
      keys.add(key);
      AgentBuilder builder = Agent.builder(bus.apply(signer)).key(key).policy(Policy.approveAll());
      change.accept(signer, builder);
      starting.add(builder.start());
    }
    return new Group(keys, starting.stream().map(Group::await).toList());
  }

  Agent agent(int signer) {
    return agents.get(signer);
  }

  List<Agent> agents() {
    return agents;
  }

  SecretKey key(int signer) {
    return keys.get(signer);
  }

  List<PublicKey> publicKeys() {
    return keys.stream().map(SecretKey::publicKey).toList();
  }

  /** The signer index of a member: all requests here are in sorted order. */
  int index(PublicKey key) {
    return KeySort.sort(publicKeys()).indexOf(key);
  }

  /** A request of the first signer to sign so many messages. */
  SigningRequest request(int items, @Nullable RequestOptions options) {
    return request(
        IntStream.range(0, items).mapToObj(i -> SigningItem.of(message(i))).toList(), options);
  }

  SigningRequest request(List<SigningItem> items, @Nullable RequestOptions options) {
    return request(null, items, options);
  }

  SigningRequest request(
      @Nullable Suite suite, List<SigningItem> items, @Nullable RequestOptions options) {
    return SigningRequest.by(keys.get(0).publicKey(), publicKeys())
        .suite(suite)
        .items(items)
        .purpose("acceptance")
        .expiresAt(System.currentTimeMillis() + 600_000)
        .options(options)
        .build();
  }

  /** Announces and waits for the signatures, as the creator sees them. */
  List<Signature> sign(SigningRequest request) {
    return await(await(agents.get(0).announce(request)).signatures());
  }

  /** A message that differs from all others. */
  static Bytes message(int number) {
    return TaggedHash.of("tutti/test", Bytes.of(new byte[] {(byte) number, (byte) (number >> 8)}));
  }

  /** Whether each item has a valid signature under its tweaked aggregate key. */
  static boolean verifies(SigningRequest request, List<Signature> signatures) {
    if (signatures.size() != request.items().size()) {
      return false;
    }
    for (int i = 0; i < signatures.size(); i++) {
      SigningItem item = request.items().get(i);
      KeyAggContext context =
          ENGINE.aggregateKeys(request.suiteOrDefault(), request.orderedKeys(), item.tweakList());
      if (!ENGINE.verifySignature(context, item.message(), signatures.get(i))) {
        return false;
      }
    }
    return true;
  }

  @Override
  public void close() {
    agents.forEach(Agent::close);
    keys.forEach(SecretKey::close);
  }

  /** Waits in the test's own thread. */
  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(120, TimeUnit.SECONDS);
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
