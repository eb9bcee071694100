/** How a process becomes a member of the cluster, and how it leaves. */
@NullMarked
package tutti.runtime.cluster;

import org.jspecify.annotations.NullMarked;
