/** The port to a store that outlives the loss of all members; this distribution may have one. */
@NullMarked
package tutti.runtime.durable;

import org.jspecify.annotations.NullMarked;
