export { Agent, type AgentOptions, type SigningHandle } from './agent/agent.js';
export { type AgentLimits, type AgentSettings, DEFAULT_LIMITS } from './agent/context.js';
export type { Published } from './agent/discovery.js';
export type { AgentEvents, BroadcastOrder } from './agent/events.js';
export {
  approve,
  approveAll,
  type Decision,
  type Policy,
  type ProposedSigning,
  reject,
} from './agent/policy.js';
export { type Ending, SigningFailed } from './agent/signingFailed.js';
export type { Bus, Identity, Subscription } from './bus/bus.js';
export type { Socket } from './bus/connection.js';
export { GatewayBus, type GatewayOptions } from './bus/gatewayBus.js';
export { aggregateKeys, type KeyContext, verifySignature } from './musig/musig.js';
export { SecretKey } from './musig/secretKey.js';
export type { Hex } from './protocol/bytes.js';
export { canonicalText, type Json, type JsonObject } from './protocol/canonical.js';
export type {
  Advertisement,
  AdvertiseReply,
  SignerPage,
  SignerQuery,
  WithdrawReply,
} from './protocol/discovery.js';
export { aggregationOf, type Election, holdElection, orderedKeys } from './protocol/election.js';
export { bodyOf, type Envelope, isSignedBySigner, read } from './protocol/envelope.js';
export {
  Event,
  EVENT_DATA,
  type EventData,
  type EventType,
  type Happening,
  happeningOf,
} from './protocol/events.js';
export { type Verdict, verdictOn } from './protocol/evidence.js';
export { ADDRESSES, DISCOVERY, type Operation, REQUEST, SESSION } from './protocol/operations.js';
export { type ErrorCode, ERROR_CODES, Refusal } from './protocol/refusal.js';
export { AnnouncedRequest } from './protocol/request.js';
export type {
  ElectionMethod,
  ItemTweak,
  KeyedItem,
  RequestOptions,
  RequestReply,
  RequestView,
  SigningItem,
  SigningRequest,
} from './protocol/request.js';
export type {
  Evidence,
  SessionFailure,
  SessionPhase,
  SessionReply,
  SessionStatus,
} from './protocol/session.js';
export { requestIdOf, sessionIdOf } from './protocol/terms.js';
export type { Round } from './session/action.js';
export { type Lie, LIES } from './session/lie.js';
export type { NotSigned, Outcome, Signed } from './session/outcome.js';
export { SYSTEM_TIME, type Time, type Wait } from './time.js';
