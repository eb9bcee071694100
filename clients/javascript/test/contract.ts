import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { sha256 } from '@noble/hashes/sha2.js';
import type { GenericSchema } from 'valibot';
import * as v from 'valibot';
import { SecretKey } from '../src/musig/secretKey.js';
import { utf8ToBytes } from '../src/protocol/bytes.js';
import type { JsonObject } from '../src/protocol/canonical.js';
import { StrictEnvelope } from '../src/protocol/envelope.js';
import { Event, EVENT_DATA } from '../src/protocol/events.js';
import { Failure } from '../src/protocol/failure.js';
import {
  DISCOVERY,
  GATEWAY,
  type Operation,
  REQUEST,
  SESSION,
  type SignedOperation,
} from '../src/protocol/operations.js';

/** The repository whose contract is tested, seen from the package. */
const REPOSITORY = process.env['TUTTI_REPOSITORY'] ?? join('..', '..');
const CONTRACT = join(REPOSITORY, 'protocol', 'src', 'main', 'resources', 'tutti');

/** A file of the repository, as text. */
export function repositoryFile(...path: string[]): string {
  return readFileSync(join(REPOSITORY, ...path), 'utf8');
}

export function example(name: string): JsonObject {
  return JSON.parse(repositoryFile('protocol/src/main/resources/tutti/examples', `${name}.json`));
}

export function names(kind: 'examples' | 'schema'): string[] {
  return readdirSync(join(CONTRACT, kind)).map((file) => file.replace(/\.json$/, ''));
}

export function schema(name: string): JsonObject {
  return JSON.parse(repositoryFile('protocol/src/main/resources/tutti/schema', `${name}.json`));
}

/** The keys of the examples' signers. */
export const signer = (name: string): SecretKey => SecretKey.of(sha256(utf8ToBytes(name)));

/** The client's reading of each message that it reads or signs, by the name of its schema. */
export function shapes(): Map<string, GenericSchema> {
  const known = new Map<string, GenericSchema>([['failure', Failure]]);
  const operations: Operation<unknown, unknown>[] = [DISCOVERY, REQUEST, SESSION, GATEWAY].flatMap(
    (group) => Object.values(group),
  );
  for (const operation of operations) {
    const name = operation.address.replace('tutti.', '');
    known.set(`${name}.reply`, operation.reply);
    if (isSigned(operation)) known.set(`${name}.request`, signedShape(operation));
  }
  for (const [type, data] of Object.entries(EVENT_DATA)) {
    const fits = (value: unknown) =>
      v.is(Event, value) && value.type === type && v.is(data as GenericSchema, value.data);
    known.set(`event.${type}`, v.custom(fits));
  }
  return known;
}

function isSigned(
  operation: Operation<unknown, unknown>,
): operation is SignedOperation<unknown, unknown> {
  return 'type' in operation;
}

function signedShape({ type, body }: SignedOperation<unknown, unknown>): GenericSchema {
  return v.custom(
    (value) => v.is(StrictEnvelope, value) && value.type === type && v.is(body, value.body),
  );
}
