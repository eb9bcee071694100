/** The bus that a client of a gateway has. */
@NullMarked
package tutti.agent.gateway;

import org.jspecify.annotations.NullMarked;
