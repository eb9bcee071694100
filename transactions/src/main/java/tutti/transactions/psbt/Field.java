package tutti.transactions.psbt;

import java.util.Locale;

/** A kind of pair that a BIP defines, with what it demands of key data and value. */
interface Field {
  Form form();

  default int type() {
    return form().type();
  }

  default Check keyData() {
    return form().keyData();
  }

  default Check value() {
    return form().value();
  }

  default boolean isOfVersion2() {
    return form().isOfVersion2();
  }

  /** As Java names it. */
  String name();

  /** The BIP's name in lower case, without PSBT and map. */
  default String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
