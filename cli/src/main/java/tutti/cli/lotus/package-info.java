/** Transactions of the Lotus chain on the command line. */
@NullMarked
package tutti.cli.lotus;

import org.jspecify.annotations.NullMarked;
