import assert from 'node:assert/strict';
import { test } from 'node:test';
import { holdElection, orderedKeys } from '../src/protocol/election.js';
import type { ElectionMethod, SigningRequest } from '../src/protocol/request.js';
import { repositoryFile } from './contract.js';

interface Vector {
  publicKeys: string[];
  results: {
    method: ElectionMethod;
    coordinator: string;
    priorityListOfSorted: number[];
    electionProof: string;
  }[];
}

function requestOf(keys: string[], options: SigningRequest['options']): SigningRequest {
  const request = { creator: keys[0] ?? '', keys, items: [], expiresAt: 0 };
  return options === undefined ? request : { ...request, options };
}

test('elects whom the vectors elect, in the same order', () => {
  const file = repositoryFile('musig2/src/test/resources/vectors/lotus-musig2.json');
  const { election: vectors } = JSON.parse(file) as { election: Vector[] };
  let compared = 0;
  for (const { publicKeys, results } of vectors) {
    for (const result of results) {
      const request = requestOf([...publicKeys].sort(), {
        election: result.method,
        failover: true,
      });
      const election = holdElection(request);
      assert.equal(orderedKeys(request)[election.coordinator], result.coordinator);
      assert.deepEqual(election.priorityList, result.priorityListOfSorted);
      assert.equal(election.proof, result.electionProof);
      compared++;
    }
  }
  assert.ok(compared > 4);
});

test('reports indexes of the key order that the request gives', () => {
  const [low, high] = ['02'.padEnd(66, '1'), '03'.padEnd(66, '1')];
  const given: SigningRequest = { ...requestOf([high, low], undefined), keyOrder: 'given' };

  assert.deepEqual(holdElection(given).priorityList, [1, 0]);
  assert.deepEqual(holdElection(requestOf([high, low], undefined)).priorityList, [0, 1]);
});

test('elects the creator alone, unless failover is asked for', () => {
  const keys = ['02', '03', '04'].map((prefix) => prefix.padEnd(66, '1'));
  const creator = keys[1] ?? '';

  const alone = holdElection({ ...requestOf(keys, { election: 'creator' }), creator });
  assert.deepEqual(alone.priorityList, [1]);
  const more = holdElection({
    ...requestOf(keys, { election: 'creator', failover: true }),
    creator,
  });
  assert.deepEqual(more.priorityList, [1, 0, 2]);
});
