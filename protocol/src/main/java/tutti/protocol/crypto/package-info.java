/** Coarse cryptographic checks over public data, answered by the crypto-service. */
@NullMarked
package tutti.protocol.crypto;

import org.jspecify.annotations.NullMarked;
