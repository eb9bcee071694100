package tutti.transactions.descriptor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tutti.musig2.Bytes;
import tutti.musig2.Engines;
import tutti.musig2.PublicKey;
import tutti.protocol.Refusal;
import tutti.transactions.bitcoin.ExtendedPublicKey;
import tutti.transactions.bitcoin.ExtendedSecretKey;
import tutti.transactions.bitcoin.WifKey;
import tutti.transactions.psbt.KeyOrigin;

/** Reads key expressions (BIP380, BIP389, BIP390). */
final class KeyParser {
  private static final int MAX_PARTICIPANTS = 1_000;
  private static final int MAX_STEPS = 255;
  private static final String END_OF_KEY = ",)}/";
  private static final Pattern HEX = Pattern.compile("([0-9a-fA-F]{2}){32,}");
  private static final Pattern NUMBER = Pattern.compile("[0-9]{1,10}['h]?");

  private final DescriptorText text;

  KeyParser(DescriptorText text) {
    this.text = text;
  }

  KeyExpression key() {
    return text.take("musig(") ? musig() : single();
  }

  private MusigKey musig() {
    List<SingleKey> keys = new ArrayList<>();
    do {
      if (text.take("musig(")) {
        throw text.refused("no musig() in musig()");
      }
      SingleKey key = single();
      if (key.isXOnly()) {
        throw text.refused("musig() needs keys with their parity");
      }
      keys.add(key);
    } while (text.take(",") && keys.size() < MAX_PARTICIPANTS);
    text.require(")");
    DerivationPath path = path();
    if (path.isHardened()) {
      throw text.refused("nobody has the private key that hardened steps need");
    }
    if (!path.isEmpty() && keys.stream().anyMatch(KeyParser::hasNoFixedExtendedKey)) {
      throw text.refused("a musig() with a path needs extended keys without /* and <;>");
    }
    return new MusigKey(keys, path);
  }

  private static boolean hasNoFixedExtendedKey(SingleKey key) {
    return !key.isExtended() || key.isRanged() || key.branches() > 1;
  }

  private SingleKey single() {
    KeyOrigin origin = origin();
    String key = text.until(END_OF_KEY);
    try {
      if (HEX.matcher(key).matches()) {
        return plain(origin, key);
      }
      if (key.startsWith("xpub") || key.startsWith("tpub")) {
        ExtendedPublicKey extended = ExtendedPublicKey.parse(key);
        DerivationPath path = path();
        if (path.isHardened()) {
          throw text.refused("hardened steps need the private key");
        }
        return new SingleKey(origin, extended::derive, path, kind(extended.isMainnet()));
      }
      if (key.startsWith("xprv") || key.startsWith("tprv")) {
        ExtendedSecretKey extended = ExtendedSecretKey.parse(key);
        return new SingleKey(origin, extended::derivePublic, path(), kind(extended.isMainnet()));
      }
      PublicKey ofPrivate = WifKey.publicKey(key);
      return new SingleKey(
          origin, path -> ofPrivate, DerivationPath.NONE, SingleKey.Kind.COMPRESSED);
    } catch (Refusal refusal) {
      throw refusal.field() == null ? text.refused(String.valueOf(refusal.getMessage())) : refusal;
    }
  }

  private static SingleKey.Kind kind(boolean isMainnet) {
    return isMainnet ? SingleKey.Kind.EXTENDED : SingleKey.Kind.EXTENDED_TESTNET;
  }

  private SingleKey plain(@Nullable KeyOrigin origin, String hex) {
    boolean isXOnly = hex.length() == 64;
    Bytes bytes = Bytes.fromHex(isXOnly ? "02" + hex : hex);
    if (bytes.length() != PublicKey.SIZE || !Engines.bouncyCastle().isValid(new PublicKey(bytes))) {
      throw text.refused("no compressed key");
    }
    PublicKey key = new PublicKey(bytes);
    SingleKey.Kind kind = isXOnly ? SingleKey.Kind.X_ONLY : SingleKey.Kind.COMPRESSED;
    return new SingleKey(origin, path -> key, DerivationPath.NONE, kind);
  }

  /** Where a key comes from changes nothing of the output. */
  private @Nullable KeyOrigin origin() {
    if (!text.take("[")) {
      return null;
    }
    try {
      KeyOrigin origin = KeyOrigin.parse(text.until("]"));
      text.require("]");
      return origin;
    } catch (Refusal refusal) {
      throw text.refused("no key origin");
    }
  }

  private DerivationPath path() {
    List<List<Long>> steps = new ArrayList<>();
    while (text.take("/")) {
      if (text.take("*")) {
        boolean hardened = text.take("h") || text.take("'");
        return checked(
            steps, hardened ? DerivationPath.Wildcard.HARDENED : DerivationPath.Wildcard.PLAIN);
      }
      steps.add(text.take("<") ? branches() : List.of(number(text.until(END_OF_KEY))));
    }
    return checked(steps, DerivationPath.Wildcard.NONE);
  }

  private DerivationPath checked(List<List<Long>> steps, DerivationPath.Wildcard wildcard) {
    if (steps.size() > MAX_STEPS || steps.stream().filter(s -> s.size() > 1).count() > 1) {
      throw text.refused("too many steps or more than one <;>");
    }
    return new DerivationPath(steps, wildcard);
  }

  private List<Long> branches() {
    List<Long> numbers = Arrays.stream(text.until(">").split(";", -1)).map(this::number).toList();
    text.require(">");
    if (numbers.size() < 2 || numbers.stream().distinct().count() < numbers.size()) {
      throw text.refused("two or more different numbers expected in <;>");
    }
    return numbers;
  }

  private long number(String step) {
    if (!NUMBER.matcher(step).matches()) {
      throw text.refused("no number of a key: " + step);
    }
    boolean hardened = !Character.isDigit(step.charAt(step.length() - 1));
    long number = Long.parseLong(hardened ? step.substring(0, step.length() - 1) : step);
    if (number >= KeyOrigin.HARDENED) {
      throw text.refused("no number of a key: " + step);
    }
    return hardened ? number + KeyOrigin.HARDENED : number;
  }
}
