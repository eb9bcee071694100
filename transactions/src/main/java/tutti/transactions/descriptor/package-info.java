/** Output descriptors with {@code musig()} (BIP380, BIP386, BIP389, BIP390). */
@NullMarked
package tutti.transactions.descriptor;

import org.jspecify.annotations.NullMarked;
