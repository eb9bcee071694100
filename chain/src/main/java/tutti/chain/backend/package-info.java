/** What servers say of a chain, unchecked; and what makes a checked, patient client of them. */
@NullMarked
package tutti.chain.backend;

import org.jspecify.annotations.NullMarked;
