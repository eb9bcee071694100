package tutti.protocol.example;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.RepeatableEngine;
import tutti.musig2.SecretKey;
import tutti.musig2.TaggedHash;
import tutti.protocol.Envelope;
import tutti.protocol.SignedOperation;
import tutti.protocol.json.Wire;

/** One of the signers of the examples; the private key is the SHA-256 of the name. */
public record Signer(String name, SecretKey key) {
  public static final Signer ALICE = named("alice");
  public static final Signer BOB = named("bob");
  public static final Signer CAROL = named("carol");

  /** 2026-11-18T11:06:40Z, when the story begins. */
  public static final long START = 1_795_000_000_000L;

  static Signer named(String name) {
    Bytes hash = TaggedHash.sha256(Bytes.of(name.getBytes(StandardCharsets.UTF_8)));
    return new Signer(name, SecretKey.of(hash.toArray()));
  }

  public PublicKey publicKey() {
    return key.publicKey();
  }

  /** Says something, one second of the story per sequence number. */
  public <B> Envelope say(SignedOperation<B, ?> operation, long sequence, B body) {
    return say(operation.type(), sequence, Wire.tree(body));
  }

  public Envelope say(String type, long sequence, ObjectNode body) {
    long sentAt = START + 1_000 * sequence;
    Bytes digest = Envelope.digest(type, publicKey(), sequence, sentAt, body);
    return new Envelope(
        type,
        publicKey(),
        sequence,
        sentAt,
        body,
        RepeatableEngine.of(digest.hex()).signSchnorr(key, digest));
  }
}
