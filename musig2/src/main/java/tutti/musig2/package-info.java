/** MuSig2 (BIP327) and the signature schemes under it; knows no bus and no services. */
@NullMarked
package tutti.musig2;

import org.jspecify.annotations.NullMarked;
