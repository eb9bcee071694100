/** Servers with the REST interface of Esplora. */
@NullMarked
package tutti.chain.esplora;

import org.jspecify.annotations.NullMarked;
