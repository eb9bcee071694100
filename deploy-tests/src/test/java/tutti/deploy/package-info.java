/** How Tutti is deployed, looked at without a cluster. */
@NullMarked
package tutti.deploy;

import org.jspecify.annotations.NullMarked;
