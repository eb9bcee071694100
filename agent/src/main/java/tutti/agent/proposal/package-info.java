/** How it is worked out what a request proposes. */
@NullMarked
package tutti.agent.proposal;

import org.jspecify.annotations.NullMarked;
