// @scure/btc-signer: MuSig2 and Taproot on noble's curves.
import { schnorr } from '@noble/curves/secp256k1.js';
import * as musig2 from '@scure/btc-signer/musig2.js';
import { taprootTweakPubkey } from '@scure/btc-signer/utils.js';

const secretNonces = new Map();
const id = (nonce) => Buffer.from(nonce).toString('hex');

const open = ({ aggregateNonce, keys, message, tweaks }) =>
  new musig2.Session(
    aggregateNonce,
    keys,
    message,
    tweaks.map((tweak) => tweak.bytes),
    tweaks.map((tweak) => tweak.xOnly),
  );

export const publicKey = ({ secretKey }) => musig2.IndividualPubkey(secretKey);

export const sortKeys = ({ keys }) => musig2.sortKeys(keys);

export function aggregateKeys({ keys, tweaks }) {
  const context = musig2.keyAggregate(
    keys,
    tweaks.map((tweak) => tweak.bytes),
    tweaks.map((tweak) => tweak.xOnly),
  );
  return context.aggPublicKey.toBytes(true);
}

/** The secret nonce stays here, under its public nonce. */
export function nonce({ publicKey, secretKey, aggregateKey, message, extraInput, random }) {
  const made = musig2.nonceGen(publicKey, secretKey, aggregateKey, message, extraInput, random);
  secretNonces.set(id(made.public), made.secret);
  return made.public;
}

export const aggregateNonces = ({ nonces }) => musig2.nonceAggregate(nonces);

export function sign({ session, secretKey, nonce }) {
  const secret = secretNonces.get(id(nonce));
  secretNonces.delete(id(nonce));
  return open(session).sign(secret, secretKey);
}

export function deterministicSign({ session, secretKey, otherNonces, random }) {
  const made = musig2.deterministicSign(
    secretKey,
    otherNonces,
    session.keys,
    session.message,
    session.tweaks.map((tweak) => tweak.bytes),
    session.tweaks.map((tweak) => tweak.xOnly),
    random,
  );
  return [made.publicNonce, made.partialSig];
}

export function verifyPartials({ session, nonces, partials }) {
  const opened = open(session);
  return partials.map((partial, signer) => opened.partialSigVerify(partial, nonces, signer));
}

export const aggregatePartials = ({ session, partials }) => open(session).partialSigAgg(partials);

export const verify = ({ key, message, signature }) => schnorr.verify(signature, message, key);

export const taprootOutputKey = ({ internalKey, merkleRoot }) =>
  taprootTweakPubkey(internalKey, merkleRoot ?? new Uint8Array())[0];
