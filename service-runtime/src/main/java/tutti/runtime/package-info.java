/** What every service shares: the cluster, the bus and the documents. */
@NullMarked
package tutti.runtime;

import org.jspecify.annotations.NullMarked;
