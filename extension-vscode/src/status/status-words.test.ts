import assert from 'node:assert/strict';
import { test } from 'node:test';
import { unknownStanding } from '../gate/standing.ts';
import { statusWords } from './status-words.ts';

const now = Date.parse('2026-11-26T12:00:00Z');
const ana = {
  issuer: 'people',
  subject: 'ana',
  name: 'Ana Ruiz',
  groups: ['analysts'],
  until: now + 7 * 3_600_000,
  policyReader: false,
  reviews: ['insights'],
};
const connection = (name: string) => ({
  name,
  store: 'chroma',
  knownAs: [`${name}.internal:8000`],
  mode: 'enforce' as const,
  collections: [],
});
const configured = {
  ...unknownStanding,
  ready: true,
  trusted: true,
  gateway: 'https://gate.example',
  connections: [connection('insights')],
};
const signedIn = { ...configured, signedIn: true, who: ana };

test('each state has its own words', () => {
  const problem = { code: 'gateway_unreachable', message: 'no gateway answers.', next: 'Wait.' };
  assert.deepEqual(
    [
      unknownStanding,
      { ...unknownStanding, ready: true },
      configured,
      { ...configured, signingIn: true },
      signedIn,
      { ...signedIn, problem },
      { ...signedIn, problem: { ...problem, code: 'clock_off' } },
    ].map((standing) => statusWords(standing, now).text),
    [
      '',
      '',
      '$(shield) Sign in',
      '$(loading~spin) Signing in',
      '$(shield) Ana Ruiz · insights · 7 h',
      '$(warning) VectorGate: gateway unreachable',
      '$(warning) VectorGate: trouble',
    ],
  );
});

test('three connections are counted', () => {
  const connections = ['a', 'b', 'c'].map(connection);
  assert.match(statusWords({ ...signedIn, connections }, now).text, /· 3 connections ·/);
});

test('the tooltip says who, groups, until when and which gateway, and a name is no Markdown', () => {
  const { tooltip } = statusWords(
    {
      ...signedIn,
      who: { ...ana, name: '[Ana](command:evil) <b>' },
    },
    now,
  );
  for (const part of [
    /people:ana/,
    /analysts/,
    /may review what others did: insights/,
    /expires in 7 h/,
    /gate\\\.example/,
  ])
    assert.match(tooltip, part);
  assert.doesNotMatch(tooltip, /\[Ana\]\(command/);
  assert.doesNotMatch(tooltip, /<b>/);
});

test('a hostile name draws no icon in the bar, and does not push out how long is left', () => {
  const hostile = { ...signedIn, who: { ...ana, name: `$(alert)\u202e\n${'x'.repeat(1_000_000)}` } };
  const { text, spoken } = statusWords({ ...hostile, connections: [connection('$(bug)')] }, now);
  assert.match(text, /^\$\(shield\) \\\$\(alert\)⟨RLO⟩ x+… · \\\$\(bug\) · 7 h$/);
  assert.match(spoken, /^VectorGate: signed in as .{1,120}, expires in 7 h$/);
});
