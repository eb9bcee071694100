/** The public edge: what everything outside the cluster talks to. */
@NullMarked
package tutti.gateway;

import org.jspecify.annotations.NullMarked;
