package tutti.protocol;

import tutti.musig2.Bytes;
import tutti.musig2.TaggedHash;

/** Names a signing request: the tagged hash of its canonical body, so a request is its own name. */
public record RequestId(Bytes bytes) {
  public static final int SIZE = 32;

  public RequestId {
    bytes.requireSize(SIZE, "request id");
  }

  /** The id of the request with this canonical (RFC 8785) body. */
  public static RequestId ofBody(Bytes canonicalBody) {
    return new RequestId(TaggedHash.of("tutti/v1/request-id", canonicalBody));
  }

  public static RequestId fromHex(String hex) {
    return new RequestId(Bytes.fromHex(hex));
  }

  public String hex() {
    return bytes.hex();
  }
}
