// Signers in a process of their own, for acceptance tests in other languages: one JSON command per
// line on standard input, one JSON answer per line, in the order in which they are ready.
// Each signer has a key that nobody else has seen, and a connection of its own.
import { createInterface } from 'node:readline';
import { Agent, approveAll, connect, Refusal, SecretKey, SigningFailed } from '../src/node.js';
import type { Bus } from '../src/bus/bus.js';
import type { SigningRequest } from '../src/protocol/request.js';
import type { Outcome } from '../src/session/outcome.js';
import { type Cheat, cheating } from './cheat.js';

const PATIENCE = { timeout: 100_000 };

interface Command {
  id: number;
  do: string;
  signer: string;
  url: string;
  cheat?: Cheat;
  request: SigningRequest;
  requestId: string;
  sessionId: string;
}

interface Signer {
  readonly agent: Agent;
  readonly bus: Bus;
  readonly lies: unknown[];
  readonly ended: Map<string, Outcome>;
  readonly confirmed: Set<string>;
}

const signers = new Map<string, Signer>();

async function hire({ url, cheat }: Command): Promise<string> {
  const key = SecretKey.generate();
  const bus = connect({ url });
  const signer = { bus, lies: [] as unknown[], ended: new Map(), confirmed: new Set<string>() };
  const agent = await Agent.start(
    {
      bus: cheat === undefined ? bus : cheating(bus, key, cheat),
      key,
      policy: approveAll,
      broadcaster: async ({ sessionId }) => `broadcast of ${sessionId}`,
      limits: { syncInterval: 1_000 },
    },
    (one) => {
      one.on('lie', (lie) => signer.lies.push(lie));
      one.on('ended', ({ sessionId, outcome }) => signer.ended.set(sessionId, outcome));
      one.on('session.broadcast-confirmed', ({ sessionId }) => signer.confirmed.add(sessionId));
    },
  );
  signers.set(key.publicKey, { ...signer, agent });
  return key.publicKey;
}

async function perform(command: Command): Promise<unknown> {
  if (command.do === 'hire') return hire(command);
  const signer = signers.get(command.signer);
  if (signer === undefined) throw new Error('no such signer');
  const { agent } = signer;
  switch (command.do) {
    case 'announce':
      return (await agent.announce(command.request, PATIENCE)).requestId;
    case 'signatures':
      return agent.signaturesOfRequest(command.requestId, PATIENCE);
    case 'session-signatures':
      return agent.signaturesOfSession(command.sessionId, PATIENCE);
    case 'outcome':
      await agent.signaturesOfSession(command.sessionId, PATIENCE).catch(() => {});
      return signer.ended.get(command.sessionId);
    case 'evidence':
      return agent.evidence(command.sessionId, PATIENCE);
    case 'retry':
      return (await agent.retry(command.sessionId, PATIENCE)).sessionId;
    case 'lies':
      return signer.lies;
    case 'dismiss':
      agent.close();
      signer.bus.close();
      return signers.delete(command.signer);
    default:
      throw new Error(`no such command: ${command.do}`);
  }
}

function problem(error: unknown): unknown {
  if (error instanceof SigningFailed) return { ending: error.ending, ...error.failure };
  return error instanceof Refusal
    ? { code: error.code, message: error.message }
    : { code: 'BUG', message: String(error) };
}

function answer(id: number, said: object): void {
  process.stdout.write(`${JSON.stringify({ id, ...said })}\n`);
}

for await (const line of createInterface({ input: process.stdin })) {
  const command = JSON.parse(line) as Command;
  perform(command).then(
    (result) => answer(command.id, { result }),
    (error: unknown) => answer(command.id, { error: problem(error) }),
  );
}
process.exit();
