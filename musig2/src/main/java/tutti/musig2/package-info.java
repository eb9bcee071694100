/**
 * MuSig2 (BIP327) with the parts of BIP340, BIP341 and BIP328 that a signing session needs.
 *
 * <p>Values are immutable records over {@link tutti.musig2.Bytes} that check their size and nothing
 * else; whether bytes are a point of the curve is for an {@link tutti.musig2.Engine} to say.
 * Secrets have no accessor and leave this package in no form. Signer indices are positions in the
 * key list as it was aggregated.
 */
@NullMarked
package tutti.musig2;

import org.jspecify.annotations.NullMarked;
