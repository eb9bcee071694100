package tutti.transactions.psbt;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import tutti.musig2.Bytes;
import tutti.protocol.ErrorCode;
import tutti.protocol.Refusal;

/** What the BIPs demand of the maps of one kind. Pairs that no BIP knows are let through. */
final class FieldRules {
  static final FieldRules GLOBAL =
      new FieldRules(
          GlobalField.values(),
          List.of(GlobalField.TX_VERSION, GlobalField.INPUT_COUNT, GlobalField.OUTPUT_COUNT));

  static final FieldRules INPUT =
      new FieldRules(
          InputField.values(), List.of(InputField.PREVIOUS_TXID, InputField.OUTPUT_INDEX));

  static final FieldRules OUTPUT =
      new FieldRules(OutputField.values(), List.of(OutputField.AMOUNT, OutputField.SCRIPT));

  private final Map<Long, Field> known;
  private final List<? extends Field> requiredInVersion2;

  private FieldRules(Field[] fields, List<? extends Field> requiredInVersion2) {
    this.known =
        Arrays.stream(fields)
            .collect(Collectors.toUnmodifiableMap(f -> (long) f.type(), Function.identity()));
    this.requiredInVersion2 = requiredInVersion2;
  }

  /** The name of a pair: the BIP's, or its number. */
  String name(Pair pair) {
    Field field = known.get(pair.type());
    return field == null ? "0x%02x".formatted(pair.type()) : field.label();
  }

  boolean isKnown(Pair pair) {
    return known.containsKey(pair.type());
  }

  /**
   * Checks all known pairs of a map.
   *
   * @throws Refusal {@code MALFORMED} that names the field
   */
  void require(PsbtMap map, int version) {
    map.pairs().forEach(pair -> require(pair, version));
    for (Field field : requiredInVersion2) {
      if (version == Psbt.VERSION_2 && map.value(field).isEmpty()) {
        throw malformed(field, "missing in version 2");
      }
    }
  }

  private void require(Pair pair, int version) {
    Field field = known.get(pair.type());
    if (field == null) {
      return;
    }
    if (field.isOfVersion2() && version != Psbt.VERSION_2) {
      throw malformed(field, "not in version %d".formatted(version));
    }
    require(field, field.keyData(), pair.keyData(), "key data: ");
    require(field, field.value(), pair.value(), "");
  }

  private static void require(Field field, Check check, Bytes bytes, String what) {
    try {
      check.require(bytes);
    } catch (Refusal refusal) {
      throw malformed(field, what + refusal.getMessage());
    } catch (IllegalArgumentException wrongSize) {
      throw malformed(field, what + wrongSize.getMessage());
    }
  }

  private static Refusal malformed(Field field, String message) {
    return Refusal.ofField(ErrorCode.MALFORMED, field.label(), message);
  }
}
