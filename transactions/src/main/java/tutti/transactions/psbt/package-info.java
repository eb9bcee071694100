/**
 * Partially signed transactions of version 0 (BIP174) and 2 (BIP370) with the fields of BIP371 and
 * BIP373: read, checked, changed and written without losing what is not understood.
 */
@NullMarked
package tutti.transactions.psbt;

import org.jspecify.annotations.NullMarked;
