/** The real agents, honest ones and cheaters, and applications that use them. */
@NullMarked
package tutti.simulation.signer;

import org.jspecify.annotations.NullMarked;
