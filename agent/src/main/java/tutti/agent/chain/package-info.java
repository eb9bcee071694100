/**
 * What an agent does with a block chain: looks for fundings, brings results out, sees them there.
 */
@NullMarked
package tutti.agent.chain;

import org.jspecify.annotations.NullMarked;
