/** From addresses that people write to a client. */
@NullMarked
package tutti.chain.open;

import org.jspecify.annotations.NullMarked;
