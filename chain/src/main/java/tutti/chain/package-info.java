/**
 * What a signer wants to know of a block chain, and has checked. Knows no server and no network.
 */
@NullMarked
package tutti.chain;

import org.jspecify.annotations.NullMarked;
