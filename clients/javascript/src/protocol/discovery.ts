import * as v from 'valibot';
import { Envelope } from './envelope.js';
import { atLeast, exactly, Metadata, PublicKey, Reason, SafeInteger, Time } from './scalars.js';

const TransactionTypes = v.pipe(
  v.array(v.pipe(v.string(), v.regex(/^[a-z0-9][a-z0-9-]{0,31}$/))),
  v.minLength(1),
  v.maxLength(16),
  v.check((names) => new Set(names).size === names.length, 'names one twice'),
);

/** "I can sign": the body of `discovery.advertise`. */
export const Advertisement = v.pipe(
  exactly({
    transactionTypes: TransactionTypes,
    minAmount: v.exactOptional(SafeInteger),
    maxAmount: v.exactOptional(SafeInteger),
    fee: v.exactOptional(SafeInteger),
    expiresAt: Time,
    metadata: v.exactOptional(Metadata),
  }),
  v.check(
    ({ minAmount, maxAmount }) =>
      minAmount === undefined || maxAmount === undefined || minAmount <= maxAmount,
    'maxAmount is below minAmount',
  ),
);
export type Advertisement = v.InferOutput<typeof Advertisement>;

export const Withdrawal = exactly({ reason: v.exactOptional(Reason) });

export const AdvertiseReply = atLeast({
  publicKey: PublicKey,
  expiresAt: Time,
  repeated: v.boolean(),
});
export type AdvertiseReply = v.InferOutput<typeof AdvertiseReply>;

export const WithdrawReply = atLeast({ publicKey: PublicKey, withdrawn: v.boolean() });
export type WithdrawReply = v.InferOutput<typeof WithdrawReply>;

export const SignerPage = atLeast({
  signers: v.array(
    atLeast({
      advertisement: Envelope,
      record: atLeast({ completed: SafeInteger, failedAtFault: SafeInteger }),
    }),
  ),
  next: v.exactOptional(v.string()),
});
export type SignerPage = v.InferOutput<typeof SignerPage>;

/** A search for signers; all conditions given must hold. */
export interface SignerQuery {
  readonly transactionTypes?: readonly string[];
  readonly amount?: number;
  readonly maxFee?: number;
  readonly publicKeys?: readonly string[];
  readonly minCompleted?: number;
  readonly sort?: 'fee' | 'completed' | 'expiry' | 'key';
  readonly limit?: number;
  readonly after?: string;
}
