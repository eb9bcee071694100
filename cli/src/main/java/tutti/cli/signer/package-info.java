/** A signer's seat at a running cluster, for as long as one command takes. */
@NullMarked
package tutti.cli.signer;

import org.jspecify.annotations.NullMarked;
