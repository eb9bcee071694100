package tutti.transactions.psbt;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.ByteReader;

/**
 * Where a key comes from (BIP32).
 *
 * @param fingerprint of the master key, 4 bytes
 * @param path child numbers from there; hardened ones are 2^31 and above
 */
public record KeyOrigin(Bytes fingerprint, List<Long> path) {
  public static final long HARDENED = 1L << 31;

  private static final int MAX_DEPTH = 255;
  private static final Pattern TEXT = Pattern.compile("[0-9a-fA-F]{8}(/[0-9]{1,10}['h]?){0,255}");

  public KeyOrigin {
    fingerprint.requireSize(Integer.BYTES, "fingerprint");
    path = List.copyOf(path);
  }

  static KeyOrigin read(ByteReader reader) {
    Bytes fingerprint = reader.bytes(Integer.BYTES);
    List<Long> path = new ArrayList<>();
    while (!reader.isAtEnd()) {
      path.add(reader.u32());
    }
    if (path.size() > MAX_DEPTH) {
      throw Refusal.of(ErrorCode.MALFORMED, "a path of %d steps".formatted(path.size()));
    }
    return new KeyOrigin(fingerprint, path);
  }

  /**
   * Reads what {@link #toString} writes; hardened steps may also end in an apostrophe.
   *
   * @throws Refusal {@code MALFORMED}
   */
  public static KeyOrigin parse(String text) {
    if (!TEXT.matcher(text).matches()) {
      throw Refusal.ofField(ErrorCode.MALFORMED, "origin", "such as 650d5883/87h/1h/0h expected");
    }
    List<Long> path = new ArrayList<>();
    String[] parts = text.split("/", -1);
    for (int i = 1; i < parts.length; i++) {
      String digits = parts[i].replaceAll("[h']", "");
      long step = Long.parseLong(digits);
      if (step >= HARDENED) {
        throw Refusal.ofField(ErrorCode.MALFORMED, "origin", "no step: " + parts[i]);
      }
      path.add(digits.equals(parts[i]) ? step : step + HARDENED);
    }
    return new KeyOrigin(Bytes.fromHex(parts[0]), path);
  }

  /** Of a key that is further below. */
  public KeyOrigin with(List<Long> steps) {
    return new KeyOrigin(fingerprint, Stream.concat(path.stream(), steps.stream()).toList());
  }

  /** Whether any step is hardened. */
  public boolean isHardened() {
    return path.stream().anyMatch(step -> step >= HARDENED);
  }

  /** As descriptors write it, such as {@code 650d5883/87h/0/1}. */
  @Override
  public String toString() {
    return fingerprint.hex()
        + path.stream().map(step -> "/" + text(step)).collect(Collectors.joining());
  }

  private static String text(long step) {
    return step < HARDENED ? Long.toString(step) : step - HARDENED + "h";
  }
}
