/** {@code tutti chain}: what a block chain says, asked for by hand. */
@NullMarked
package tutti.cli.chain;

import org.jspecify.annotations.NullMarked;
