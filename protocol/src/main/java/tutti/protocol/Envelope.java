package tutti.protocol;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import tutti.musig2.Bytes;
import tutti.musig2.PublicKey;
import tutti.musig2.Signature;
import tutti.musig2.TaggedHash;
import tutti.musig2.VerifyEngine;
import tutti.protocol.json.CanonicalJson;

/**
 * What a signer says, signed: the only form in which a signer's word travels, is stored and is
 * shown as evidence.
 *
 * @param type what is said, for example {@code session.share-nonce}
 * @param signer the key that says it
 * @param sequence counts up per signer and session, from 1; gaps are limited
 * @param sentAt milliseconds since 1970
 * @param body what is said; kept as received, never modified
 * @param signature BIP340, over {@link #digest()}, under the signer's x-only key
 */
public record Envelope(
    String type,
    PublicKey signer,
    long sequence,
    long sentAt,
    ObjectNode body,
    Signature signature) {

  public Envelope {
    Require.text(type, 64, "type");
    Require.present(signer, "signer");
    Require.that(sequence > 0, "sequence", "must be positive");
    Require.safeInteger(sequence, "sequence");
    Require.safeInteger(sentAt, "sentAt");
    Require.present(body, "body");
    Require.present(signature, "signature");
  }

  /** The 32 bytes that the signer signs. */
  public Bytes digest() {
    return digest(type, signer, sequence, sentAt, body);
  }

  /** The 32 bytes to sign for a new envelope: a tagged hash over the RFC 8785 form. */
  public static Bytes digest(
      String type, PublicKey signer, long sequence, long sentAt, ObjectNode body) {
    ObjectNode signed = JsonNodeFactory.instance.objectNode();
    signed.put("type", type);
    signed.put("signer", signer.hex());
    signed.put("sequence", sequence);
    signed.put("sentAt", sentAt);
    signed.set("body", body);
    return TaggedHash.of("tutti/v1/" + type, CanonicalJson.of(signed));
  }

  /** Whether the signer's key really signed this. */
  public boolean isSignedBySigner(VerifyEngine engine) {
    return engine.isValid(signer) && engine.verifySchnorr(signer.xOnly(), digest(), signature);
  }
}
