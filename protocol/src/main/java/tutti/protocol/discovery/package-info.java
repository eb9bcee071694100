/** Discovery: who can sign. Advertisements, withdrawals and their search. */
@NullMarked
package tutti.protocol.discovery;

import org.jspecify.annotations.NullMarked;
