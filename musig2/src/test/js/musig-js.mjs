// @brandonblack/musig, which leaves the points to a library: here libsecp256k1 as WebAssembly.
import { createHash } from 'node:crypto';
import { MuSigFactory } from '@brandonblack/musig';
import * as base from '@brandonblack/musig/base_crypto';
import * as tiny from 'tiny-secp256k1';

function sha256(...messages) {
  const hash = createHash('sha256');
  messages.forEach((message) => hash.update(message));
  return Uint8Array.from(hash.digest());
}

function taggedHash(tag, ...messages) {
  const hash = sha256(Buffer.from(tag, 'utf8'));
  return sha256(hash, hash, ...messages);
}

const EVEN = 2;

function liftX(x) {
  const compressed = Uint8Array.of(EVEN, ...x);
  return tiny.isPoint(compressed) ? tiny.pointCompress(compressed, false) : null;
}

function pointMultiplyAndAdd(point, scalar, other, compressed) {
  const product = tiny.pointMultiply(point, scalar, false);
  return product === null ? null : tiny.pointAdd(product, other, compressed);
}

const musig = MuSigFactory({
  ...base,
  isPoint: tiny.isPoint,
  isXOnlyPoint: tiny.isXOnlyPoint,
  pointAdd: tiny.pointAdd,
  pointAddTweak: tiny.pointAddScalar,
  pointCompress: (point, compress = true) => tiny.pointCompress(point, compress),
  pointMultiplyUnsafe: tiny.pointMultiply,
  pointMultiplyAndAddUnsafe: pointMultiplyAndAdd,
  getPublicKey: (secret, compress) =>
    base.isSecret(secret) ? tiny.pointFromScalar(secret, compress) : null,
  liftX,
  sha256,
  taggedHash,
});

// The library finds a secret nonce by the identity of its public nonce.
const publicNonces = new Map();
const id = (nonce) => Buffer.from(nonce).toString('hex');

const typed = (tweaks) => tweaks.map(({ bytes, xOnly }) => ({ tweak: bytes, xOnly }));

const open = ({ aggregateNonce, keys, message, tweaks }) =>
  musig.startSigningSession(aggregateNonce, message, keys, ...typed(tweaks));

export const publicKey = ({ secretKey }) => tiny.pointFromScalar(secretKey, true);

export const sortKeys = ({ keys }) => musig.keySort(keys);

export const aggregateKeys = ({ keys, tweaks }) =>
  musig.getPlainPubkey(musig.keyAgg(keys, ...typed(tweaks)));

/** The secret nonce stays in the library, under its public nonce. */
export function nonce({ publicKey, secretKey, aggregateKey, message, extraInput, random }) {
  const made = musig.nonceGen({
    sessionId: random,
    secretKey,
    publicKey,
    xOnlyPublicKey: aggregateKey,
    msg: message,
    extraInput,
  });
  publicNonces.set(id(made), made);
  return made;
}

export const aggregateNonces = ({ nonces }) => musig.nonceAgg(nonces);

export function sign({ session, secretKey, nonce }) {
  const publicNonce = publicNonces.get(id(nonce));
  publicNonces.delete(id(nonce));
  return musig.partialSign({ secretKey, publicNonce, sessionKey: open(session) });
}

export function deterministicSign({ session, secretKey, otherNonces, random }) {
  const made = musig.deterministicSign({
    secretKey,
    aggOtherNonce: otherNonces,
    publicKeys: session.keys,
    tweaks: typed(session.tweaks),
    msg: session.message,
    rand: random,
  });
  return [made.publicNonce, made.sig];
}

export function verifyPartials({ session, nonces, partials }) {
  const sessionKey = open(session);
  return partials.map((sig, signer) => {
    // Throws where others say no: a scalar out of range, a nonce that is not two points.
    try {
      const publicKey = session.keys[signer];
      return musig.partialVerify({ sig, publicKey, publicNonce: nonces[signer], sessionKey });
    } catch {
      return false;
    }
  });
}

export const aggregatePartials = ({ session, partials }) =>
  musig.signAgg(partials, open(session));

/** Only for what Bitcoin signs; null for messages of other lengths. */
export function verify({ key, message, signature }) {
  if (message.length !== 32) return null;
  try {
    return tiny.verifySchnorr(message, key, signature);
  } catch {
    return false;
  }
}
