/** Taking part in a signing by PSBTs alone: {@code tutti psbt}. Needs no cluster. */
@NullMarked
package tutti.cli.psbt;

import org.jspecify.annotations.NullMarked;
