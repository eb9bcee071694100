/** Options that several commands have. */
@NullMarked
package tutti.cli.option;

import org.jspecify.annotations.NullMarked;
