/** The private key's file. */
@NullMarked
package tutti.agent.key;

import org.jspecify.annotations.NullMarked;
