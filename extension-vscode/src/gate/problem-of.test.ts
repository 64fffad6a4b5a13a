import assert from 'node:assert/strict';
import { test } from 'node:test';
import { GateProblem } from './problem.ts';
import { problemOf } from './problem-of.ts';

const failed = (code: string) =>
  new Error('No gateway answers at https://gate.example.', {
    cause: new TypeError('fetch failed', { cause: Object.assign(new Error('x'), { code }) }),
  });

test('each cause of a failed connection has its own remedy', () => {
  const codes = [
    'SELF_SIGNED_CERT_IN_CHAIN',
    'CERT_HAS_EXPIRED',
    'ERR_TLS_CERT_ALTNAME_INVALID',
    'ENOTFOUND',
  ].map((code) => problemOf(failed(code), 'https://gate.example'));
  assert.deepEqual(
    codes.map(({ code }) => code),
    ['certificate_unknown', 'certificate_expired', 'certificate_other_name', 'gateway_unreachable'],
  );
  assert.equal(new Set(codes.map(({ next }) => next)).size, 4);
  for (const { message } of codes) assert.match(message, /https:\/\/gate\.example/);
});

test('a name with several addresses is told by the first', () => {
  const inner = Object.assign(new Error('x'), { code: 'ENOTFOUND' });
  const error = new Error('down', { cause: new AggregateError([inner]) });
  assert.equal(problemOf(error, 'https://gate.example').code, 'gateway_unreachable');
});

test("the command line's remedies become the editor's", () => {
  const error = Object.assign(new Error('Your session has ended.'), {
    code: 'signed-out',
    next: 'Sign in again: vectorgate login',
  });
  assert.deepEqual(problemOf(error), {
    code: 'signed_out',
    message: 'your session has ended.',
    next: 'Click "VectorGate: sign in" in the status bar.',
  });
});

test('an address for data is not told to be right', () => {
  const { code, next } = problemOf(
    Object.assign(new Error('https://gate.example:8700 is an address for data.'), {
      code: 'gateway-data-address',
      next: 'Give the address to sign in at.',
    }),
  );
  assert.equal(code, 'data_address');
  assert.match(next, /^Set the address to sign in at, /);
  assert.doesNotMatch(next, /If it is right/);
});

test('a problem of our own stays as it is', () => {
  const problem = { code: 'clock_off', message: 'VectorGate is late.', next: 'Set it.' };
  assert.deepEqual(problemOf(new GateProblem(problem)), { ...problem, message: 'vectorGate is late.' });
});

test('what nobody expected is told without a stack', () => {
  const { code, message } = problemOf(new TypeError('Cannot read it'));
  assert.deepEqual([code, message], ['unexpected', 'cannot read it']);
});
