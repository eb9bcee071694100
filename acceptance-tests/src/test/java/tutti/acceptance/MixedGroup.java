package tutti.acceptance;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;
import tutti.agent.Agent;
import tutti.agent.AgentBuilder;
import tutti.agent.Bus;
import tutti.agent.Policy;
import tutti.musig2.PublicKey;
import tutti.musig2.SecretKey;
import tutti.musig2.Signature;
import tutti.protocol.RequestId;
import tutti.protocol.SessionId;
import tutti.protocol.SessionTerms;
import tutti.protocol.request.RequestOptions;
import tutti.protocol.request.SigningItem;
import tutti.protocol.request.SigningRequest;

/** Signers in Java, inside the cluster, and in JavaScript, through the gateway. */
final class MixedGroup implements AutoCloseable {
  private final NodeSigners node;
  private final List<SecretKey> keys = new ArrayList<>();
  private final List<Agent> java = new ArrayList<>();
  private final List<Diary> diaries = new ArrayList<>();
  private final List<PublicKey> scripts = new ArrayList<>();

  MixedGroup(NodeSigners node) {
    this.node = node;
  }

  /** One more signer in Java. */
  MixedGroup java(Bus bus, java.util.function.UnaryOperator<AgentBuilder> change) {
    SecretKey key = SecretKey.generate();
    Diary diary = new Diary();
    AgentBuilder builder = Agent.builder(bus).key(key).policy(Policy.approveAll()).listener(diary);
    keys.add(key);
    diaries.add(diary);
    java.add(Group.await(change.apply(builder).start()));
    return this;
  }

  /** One more signer in JavaScript; one that cheats if it is told how. */
  MixedGroup script(String url, @Nullable String cheat) {
    scripts.add(node.hire(url, cheat));
    return this;
  }

  Agent java(int index) {
    return java.get(index);
  }

  Diary diary(int index) {
    return diaries.get(index);
  }

  PublicKey script(int index) {
    return scripts.get(index);
  }

  /** A request of the first signer of a kind. */
  SigningRequest request(boolean ofScript, List<SigningItem> items, RequestOptions options) {
    List<PublicKey> all = new ArrayList<>(scripts);
    java.forEach(agent -> all.add(agent.publicKey()));
    return SigningRequest.by(ofScript ? script(0) : java(0).publicKey(), all)
        .items(items)
        .purpose("written by hand: \u00e4\u20ac\ud83d\ude00 \"\\\u0001")
        .expiresAt(System.currentTimeMillis() + 600_000)
        .options(options)
        .build();
  }

  RequestId announce(SigningRequest request) {
    return scripts.contains(request.creator())
        ? node.announce(request.creator(), request)
        : Group.await(java(0).announce(request)).requestId();
  }

  /** The session of the request's first attempt. */
  static SessionId session(RequestId id, SigningRequest request) {
    return new SessionTerms(id, request, 1).sessionId();
  }

  /** What each signer holds for the result, when all have one. */
  List<List<Signature>> results(RequestId request) {
    List<CompletableFuture<List<Signature>>> waiting = new ArrayList<>();
    java.forEach(agent -> waiting.add(agent.finalSignatures(request)));
    scripts.forEach(
        key -> waiting.add(node.signatures(key, request).thenApply(MixedGroup::signatures)));
    return waiting.stream().map(Group::await).toList();
  }

  @Override
  public void close() {
    scripts.forEach(node::dismiss);
    java.forEach(Agent::close);
    keys.forEach(SecretKey::close);
  }

  private static List<Signature> signatures(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(hex -> Signature.fromHex(hex.asText()))
        .toList();
  }
}
