import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { IssuerConfiguration } from '../configuration/configuration.ts';
import { readClaims } from './read-claims.ts';

const issuer: IssuerConfiguration = {
  name: 'people',
  issuer: 'https://login.example.com',
  claims: { tenant: 'string', level: 'number', staff: 'boolean', regions: 'string-list' },
  groups: { claim: 'roles', complete: true },
  nameClaim: 'display_name',
};

test('declared claims of their declared type, and nothing else', () => {
  const raw = {
    tenant: 'acme',
    level: 3,
    staff: false,
    regions: ['eu'],
    roles: ['a', 'b', 'a'],
    display_name: 'Ana',
    email: 'x',
    sub: 's',
  };
  assert.deepEqual(readClaims(issuer, raw), {
    name: 'Ana',
    groups: ['a', 'b'],
    groupsComplete: true,
    claims: { tenant: 'acme', level: 3, staff: false, regions: ['eu'] },
  });
});

for (const [what, raw] of [
  [
    'of other types',
    { tenant: ['acme'], level: '3', staff: 'false', regions: 'eu', roles: 'a', display_name: 7 },
  ],
  ['null', { tenant: null, level: null, staff: null, regions: [null], roles: null, display_name: '' }],
  ['not finite', { level: Number.POSITIVE_INFINITY, roles: [1] }],
  ['inherited', Object.create({ tenant: 'acme', roles: ['a'] })],
  ['absent', {}],
] as const) {
  test(`claims that are ${what} count as absent, and groups as incomplete`, () => {
    assert.deepEqual(readClaims(issuer, raw), { groups: [], groupsComplete: false, claims: {} });
  });
}

test('groups are complete only where the configuration says so', () => {
  assert.equal(
    readClaims({ ...issuer, groups: { claim: 'roles', complete: false } }, { roles: ['a'] }).groupsComplete,
    false,
  );
  const { groups: _groups, ...without } = issuer;
  assert.deepEqual(readClaims(without, { roles: ['a'], groups: ['a'] }).groups, []);
});
