// Asks a server with a real client of Chronik and prints what the client understood, as JSON.
// node ask.cjs in-node|lotus ADDRESS FUNDING-TXID SCRIPT-TYPE SCRIPT-PAYLOAD TRANSACTION-HEX
const [dialect, address, txid, type, payload, transaction] = process.argv.slice(2);
const lotus = dialect === 'lotus';
const { ChronikClient } = require(lotus ? 'chronik-client-lotus' : 'chronik-client');

// What is under way, for the message when it takes too long.
let stage = 'nothing';
setTimeout(() => {
  console.error(`no end of: ${stage}`);
  process.exit(1);
}, 30_000);

async function step(name, promise) {
  stage = name;
  return await promise;
}

async function refused(promise) {
  try {
    await promise;
    return 'accepted';
  } catch (error) {
    return error.message;
  }
}

async function main() {
  const chronik = new ChronikClient([address]);
  const seen = {};
  seen.info = await step('info', chronik.blockchainInfo());
  seen.tx = await step('tx', chronik.tx(txid));
  seen.utxos = await step('utxos', chronik.script(type, payload).utxos());
  let ws;
  const message = new Promise((resolve) => {
    ws = chronik.ws({ onMessage: resolve, autoReconnect: false });
  });
  await step('open', ws.waitForOpen());
  if (lotus) {
    ws.subscribe(type, payload);
  } else {
    ws.subscribeToScript(type, payload);
    seen.raw = (await step('raw', chronik.rawTx(txid))).rawTx;
  }
  // Nothing says that the subscription has arrived.
  await new Promise((resolve) => setTimeout(resolve, 500));
  seen.broadcast = await step('broadcast', chronik.broadcastTx(transaction));
  seen.message = await step('message', message);
  ws.close();
  seen.spent = (await step('spent', chronik.tx(txid))).outputs[0].spentBy;
  seen.missing = await step('missing', refused(chronik.tx('77'.repeat(32))));
  seen.rejected = await step('rejected', refused(chronik.broadcastTx('00')));
  const plain = (key, value) => (typeof value === 'bigint' ? Number(value) : value);
  console.log(JSON.stringify(seen, plain));
}

main().then(
  () => process.exit(0),
  (error) => {
    console.error(error);
    process.exit(1);
  },
);
