package tutti.transactions.bitcoin;

import fr.acinq.bitcoin.Descriptor;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** The 8 characters that tell a mistyped descriptor (BIP380). */
public final class DescriptorChecksum {
  private static final String CHARACTERS =
      "0123456789()[],'/*abcdefgh@:$%{}IJKLMNOPQRSTUVWXYZ&+-.;<=>?!^_|~"
          + "ijklmnopqrstuvwxyzABCDEFGH`#\"\\ ";

  private DescriptorChecksum() {}

  /**
   * The checksum of a descriptor that has none.
   *
   * @throws Refusal {@code MALFORMED} if descriptors do not have such characters
   */
  public static String of(String descriptor) {
    if (!descriptor.chars().allMatch(character -> CHARACTERS.indexOf(character) >= 0)) {
      throw Refusal.of(ErrorCode.MALFORMED, "a character that descriptors do not have");
    }
    return Descriptor.checksum(descriptor);
  }
}
