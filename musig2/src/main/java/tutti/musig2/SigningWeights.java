package tutti.musig2;

import java.math.BigInteger;

/**
 * The public numbers in a partial signature {@code s = +-(k1 + b * k2) + weight * d + share}.
 *
 * @param nonceCoefficient b
 * @param nonceIsFinal whether the nonces are taken as they are; if not, they are negated
 * @param keyWeight weight, {@code e * a * g * gacc} of BIP327
 * @param tweakShare share, what this signer adds for the tweaks
 */
record SigningWeights(
    BigInteger nonceCoefficient,
    boolean nonceIsFinal,
    BigInteger keyWeight,
    BigInteger tweakShare) {}
