package tutti.protocol;

import tutti.musig2.Bytes;

/** Names one attempt of a session; derived by {@link SessionTerms}, so everyone can check it. */
public record SessionId(Bytes bytes) {
  public static final int SIZE = 32;

  public SessionId {
    bytes.requireSize(SIZE, "session id");
  }

  public static SessionId fromHex(String hex) {
    return new SessionId(Bytes.fromHex(hex));
  }

  public String hex() {
    return bytes.hex();
  }
}
