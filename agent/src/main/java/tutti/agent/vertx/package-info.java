/** The bus that a member of the cluster has. */
@NullMarked
package tutti.agent.vertx;

import org.jspecify.annotations.NullMarked;
