package tutti.musig2.interop;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import tutti.musig2.AggregateNonce;
import tutti.musig2.Bytes;
import tutti.musig2.HexValue;
import tutti.musig2.PartialSignature;
import tutti.musig2.PublicKey;
import tutti.musig2.PublicNonce;
import tutti.musig2.Signature;
import tutti.musig2.Tweak;
import tutti.musig2.XOnlyPublicKey;

/** An implementation in JavaScript, run by Node.js in a process of its own. */
final class NodePeer implements Peer, AutoCloseable {
  private static final JsonNodeFactory JSON = JsonNodeFactory.instance;

  private final String name;
  private final JsonLines process;

  NodePeer(String name, JsonLines process) {
    this.name = name;
    this.process = process;
  }

  @Override
  public String name() {
    return name;
  }

  @Override
  public PublicKey publicKey(Bytes secretKey) {
    return PublicKey.fromHex(ask("publicKey", hex("secretKey", secretKey)).textValue());
  }

  @Override
  public List<PublicKey> sortKeys(List<PublicKey> keys) {
    List<PublicKey> sorted = new ArrayList<>();
    ask("sortKeys", JSON.objectNode().set("keys", list(keys)))
        .forEach(key -> sorted.add(PublicKey.fromHex(key.textValue())));
    return sorted;
  }

  @Override
  public PublicKey aggregateKeys(List<PublicKey> keys, List<Tweak> tweaks) {
    ObjectNode request = JSON.objectNode();
    request.set("keys", list(keys));
    request.set("tweaks", tweaks(tweaks));
    return PublicKey.fromHex(ask("aggregateKeys", request).textValue());
  }

  @Override
  public PublicNonce nonce(NonceInput input) {
    ObjectNode request = hex("publicKey", input.publicKey().bytes());
    request.put("secretKey", input.secretKey().hex());
    request.put("aggregateKey", input.aggregateKey().hex());
    request.put("message", input.message().hex());
    request.put("extraInput", input.extraInput().hex());
    request.put("random", input.random().hex());
    return PublicNonce.fromHex(ask("nonce", request).textValue());
  }

  @Override
  public AggregateNonce aggregateNonces(List<PublicNonce> nonces) {
    ObjectNode request = JSON.objectNode().set("nonces", list(nonces));
    return AggregateNonce.fromHex(ask("aggregateNonces", request).textValue());
  }

  @Override
  public PartialSignature sign(Terms terms, Bytes secretKey, PublicNonce ownNonce) {
    ObjectNode request = hex("secretKey", secretKey);
    request.put("nonce", ownNonce.hex());
    request.set("session", session(terms));
    return PartialSignature.fromHex(ask("sign", request).textValue());
  }

  @Override
  public LastWord deterministicSign(Terms terms, Bytes secretKey, Bytes random) {
    ObjectNode request = hex("secretKey", secretKey);
    request.put("random", random.hex());
    request.put("otherNonces", terms.aggregateNonce().hex());
    request.set("session", session(terms));
    JsonNode made = ask("deterministicSign", request);
    return new LastWord(
        PublicNonce.fromHex(made.get(0).textValue()),
        PartialSignature.fromHex(made.get(1).textValue()));
  }

  @Override
  public List<Boolean> verifyPartials(
      Terms terms, List<PublicNonce> nonces, List<PartialSignature> partials) {
    ObjectNode request = JSON.objectNode().set("session", session(terms));
    request.set("nonces", list(nonces));
    request.set("partials", list(partials));
    List<Boolean> verdicts = new ArrayList<>();
    ask("verifyPartials", request).forEach(verdict -> verdicts.add(verdict.booleanValue()));
    return verdicts;
  }

  @Override
  public Signature aggregatePartials(Terms terms, List<PartialSignature> partials) {
    ObjectNode request = JSON.objectNode().set("session", session(terms));
    request.set("partials", list(partials));
    return Signature.fromHex(ask("aggregatePartials", request).textValue());
  }

  @Override
  public Optional<Boolean> verify(XOnlyPublicKey key, Bytes message, Signature signature) {
    ObjectNode request = hex("key", key.bytes());
    request.put("message", message.hex());
    request.put("signature", signature.hex());
    JsonNode verdict = ask("verify", request);
    return verdict.isNull() ? Optional.empty() : Optional.of(verdict.booleanValue());
  }

  /** Only scure knows Taproot. */
  XOnlyPublicKey taprootOutputKey(XOnlyPublicKey internalKey, Optional<Bytes> merkleRoot) {
    ObjectNode request = hex("internalKey", internalKey.bytes());
    merkleRoot.ifPresent(root -> request.put("merkleRoot", root.hex()));
    return XOnlyPublicKey.fromHex(ask("taprootOutputKey", request).textValue());
  }

  @Override
  public void close() {
    process.close();
  }

  private JsonNode ask(String operation, ObjectNode request) {
    JsonNode answer = process.ask(request.put("operation", operation));
    if (answer.has("error")) {
      Optional<Integer> signer = Optional.ofNullable(answer.get("signer")).map(JsonNode::intValue);
      throw new Refused(name + ": " + answer.get("error").textValue(), signer);
    }
    return answer.get("result");
  }

  private static ObjectNode session(Terms terms) {
    ObjectNode session = JSON.objectNode().set("keys", list(terms.keys()));
    session.set("tweaks", tweaks(terms.tweaks()));
    session.put("aggregateNonce", terms.aggregateNonce().hex());
    session.put("message", terms.message().hex());
    return session;
  }

  private static ArrayNode tweaks(List<Tweak> tweaks) {
    ArrayNode list = JSON.arrayNode();
    tweaks.forEach(tweak -> list.add(hex("bytes", tweak.bytes()).put("xOnly", tweak.xOnly())));
    return list;
  }

  private static ArrayNode list(List<? extends HexValue> values) {
    ArrayNode list = JSON.arrayNode();
    values.forEach(value -> list.add(value.hex()));
    return list;
  }

  private static ObjectNode hex(String name, Bytes bytes) {
    return JSON.objectNode().put(name, bytes.hex());
  }
}
