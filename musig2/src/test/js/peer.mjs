// A MuSig2 implementation behind standard input and output: one JSON request per line, one JSON
// answer per line, bytes as hex. `node peer.mjs NAME` runs the implementation in NAME.mjs.
//
// An answer is {"result": …}, or {"error": "…", "signer": …} with the signer's index where the
// implementation names one.
import { createInterface } from 'node:readline';

const peer = await import(`./${process.argv[2]}.mjs`);

// The libraries may keep what they were given, or compare it by identity: no Buffers, no reuse.
const bytes = (hex) => Uint8Array.from(Buffer.from(hex, 'hex'));

/** Hex texts to bytes, in lists and objects too; but for names and flags, everything is hex. */
function decode(value) {
  if (typeof value === 'string') return bytes(value);
  if (Array.isArray(value)) return value.map(decode);
  if (value !== null && typeof value === 'object') {
    return Object.fromEntries(Object.entries(value).map(([name, inner]) => [name, decode(inner)]));
  }
  return value;
}

function encode(value) {
  if (value instanceof Uint8Array) return Buffer.from(value).toString('hex');
  return Array.isArray(value) ? value.map(encode) : value;
}

function answer({ operation, ...request }) {
  try {
    return { result: encode(peer[operation](decode(request))) };
  } catch (error) {
    return { error: String(error), signer: error.idx };
  }
}

for await (const line of createInterface({ input: process.stdin })) {
  process.stdout.write(JSON.stringify(answer(JSON.parse(line))) + '\n');
}
