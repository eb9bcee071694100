package tutti.transactions.psbt;

import java.util.Locale;

/** A kind of pair that a BIP defines, with what it demands of key data and value. */
interface Field {
  int type();

  Check keyData();

  Check value();

  /** Whether only PSBTs of version 2 may have it. */
  boolean isOfVersion2();

  /** As Java names it. */
  String name();

  /** The BIP's name in lower case, without PSBT and map. */
  default String label() {
    return name().toLowerCase(Locale.ROOT);
  }
}
