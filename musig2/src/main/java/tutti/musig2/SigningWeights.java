package tutti.musig2;

import java.math.BigInteger;

/**
 * The public numbers in a partial signature {@code s = +-(k1 + b * k2) + weight * d}.
 *
 * @param nonceCoefficient b
 * @param nonceIsEven whether the nonces are taken as they are
 * @param keyWeight weight, {@code e * a * g * gacc} of BIP327
 */
record SigningWeights(BigInteger nonceCoefficient, boolean nonceIsEven, BigInteger keyWeight) {}
