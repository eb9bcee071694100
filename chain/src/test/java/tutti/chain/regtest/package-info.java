/** A real node, for tests that want one. */
@NullMarked
package tutti.chain.regtest;

import org.jspecify.annotations.NullMarked;
