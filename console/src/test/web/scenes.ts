import type {
  Advertisement,
  Envelope,
  RequestView,
  SessionStatus,
  SigningRequest,
} from '@tutti/client';
import { type KnownRequest, RequestBoard } from '../../main/web/model/requests.js';

export const ALICE = `02${'aa'.repeat(32)}`;
export const BOB = `02${'bb'.repeat(32)}`;
export const CAROL = `03${'cc'.repeat(32)}`;
export const REQUEST_ID = '11'.repeat(32);
export const SESSION_ID = '22'.repeat(32);

export function envelope(signer: string, sentAt: number, body: object): Envelope {
  const said = { type: 'discovery.advertise', signer, sequence: 1, sentAt, signature: '00'.repeat(64) };
  return { ...said, body: body as Envelope['body'] };
}

export function advertisement(expiresAt: number, fee?: number): Advertisement {
  const offer = { transactionTypes: ['spend'], expiresAt };
  return fee === undefined ? offer : { ...offer, fee };
}

export function request(options?: SigningRequest['options']): SigningRequest {
  const asked = {
    creator: BOB,
    keys: [CAROL, BOB, ALICE],
    items: [{ message: '33'.repeat(32) }],
    expiresAt: 1_000_000,
  };
  return options === undefined ? asked : { ...asked, options };
}

export function view(change: Partial<RequestView> = {}): RequestView {
  return {
    requestId: REQUEST_ID,
    state: 'OPEN',
    request: envelope(BOB, 1, {}),
    awaiting: [0, 2],
    lastEvent: 1,
    ...change,
  };
}

export function known(change: Partial<RequestView> = {}, asked = request()): KnownRequest {
  const board = new RequestBoard();
  board.put(view(change), asked, 5);
  return board.get(view(change).requestId) as KnownRequest;
}

export function status(change: Partial<SessionStatus> = {}): SessionStatus {
  return {
    sessionId: SESSION_ID,
    requestId: REQUEST_ID,
    attempt: 1,
    phase: 'NONCE_EXCHANGE',
    deadline: 600_000,
    signers: 3,
    awaiting: [2],
    coordinator: 0,
    lastEvent: 2,
    ...change,
  };
}
