/** Nodes of Bitcoin Core, over JSON-RPC. */
@NullMarked
package tutti.chain.bitcoind;

import org.jspecify.annotations.NullMarked;
