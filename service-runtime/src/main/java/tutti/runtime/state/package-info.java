/** Documents in cluster-wide maps, changed by their machines alone, and what looks after them. */
@NullMarked
package tutti.runtime.state;

import org.jspecify.annotations.NullMarked;
