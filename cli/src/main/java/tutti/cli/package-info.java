/** The command line: services and signer commands. */
@NullMarked
package tutti.cli;

import org.jspecify.annotations.NullMarked;
