package tutti.musig2;

/** A value that is a fixed number of bytes and travels as lower-case hex. */
public interface HexValue {
  Bytes bytes();

  default String hex() {
    return bytes().hex();
  }
}
