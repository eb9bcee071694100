package tutti.acceptance;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import tutti.musig2.Bytes;

/** Looks for secrets in whatever form they may be written. */
final class SecretSearch {
  /** What is looked at before it is compared: eight bytes, as one number. */
  private static final int BEGINNING = Long.BYTES;

  /** A secret written in some form, as bytes. */
  private record Written(String form, Bytes bytes) {}

  private final Map<Long, List<Written>> byBeginning = new HashMap<>();

  SecretSearch(List<byte[]> secrets) {
    for (byte[] secret : secrets) {
      forms(secret)
          .forEach(
              (form, text) -> {
                byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
                byBeginning
                    .computeIfAbsent(ByteBuffer.wrap(bytes).getLong(), key -> new ArrayList<>())
                    .add(new Written(form, Bytes.of(bytes)));
              });
    }
  }

  /** The forms in which secrets are in these bytes. */
  Set<String> in(byte[] bytes) {
    Set<String> found = new TreeSet<>();
    long window = 0;
    for (int end = 0; end < bytes.length; end++) {
      window = (window << Byte.SIZE) | (bytes[end] & 0xff);
      int start = end - BEGINNING + 1;
      List<Written> candidates = start < 0 ? null : byBeginning.get(window);
      if (candidates != null) {
        candidates.stream()
            .filter(one -> isAt(bytes, start, one.bytes().toArray()))
            .forEach(one -> found.add(one.form()));
      }
    }
    return found;
  }

  private static boolean isAt(byte[] bytes, int start, byte[] wanted) {
    int end = start + wanted.length;
    return end <= bytes.length && Arrays.equals(bytes, start, end, wanted, 0, wanted.length);
  }

  static Map<String, String> forms(byte[] secret) {
    Map<String, String> forms = new LinkedHashMap<>();
    forms.put("bytes", new String(secret, StandardCharsets.ISO_8859_1));
    forms.put("hex", HexFormat.of().formatHex(secret));
    forms.put("upper-case hex", HexFormat.of().withUpperCase().formatHex(secret));
    forms.put("decimal", new BigInteger(1, secret).toString());
    forms.put("list of numbers", inside(Arrays.toString(secret)));
    forms.put("list of unsigned numbers", inside(unsigned(secret)));
    for (int offset = 0; offset < 3; offset++) {
      forms.put("base64 at " + offset, base64(secret, offset, Base64.getEncoder()));
      forms.put("base64url at " + offset, base64(secret, offset, Base64.getUrlEncoder()));
    }
    return forms;
  }

  /** What is always the same of a secret's base64 when so many bytes stand before it. */
  private static String base64(byte[] secret, int offset, Base64.Encoder encoder) {
    byte[] shifted = new byte[offset + secret.length];
    System.arraycopy(secret, 0, shifted, offset, secret.length);
    int first = offset == 0 ? 0 : 4;
    int last = shifted.length / 3 * 4;
    return encoder.withoutPadding().encodeToString(shifted).substring(first, last);
  }

  private static String inside(String list) {
    return list.substring(1, list.length() - 1);
  }

  private static String unsigned(byte[] secret) {
    List<Integer> numbers = new ArrayList<>();
    for (byte one : secret) {
      numbers.add(one & 0xff);
    }
    return numbers.toString();
  }
}
