/** What somebody who means harm tries from outside, by what it is aimed at. */
@NullMarked
package tutti.gateway.attack;

import org.jspecify.annotations.NullMarked;
