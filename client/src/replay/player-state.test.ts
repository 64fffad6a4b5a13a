import assert from 'node:assert/strict';
import { test } from 'node:test';
import { moved, moveOf, type PlayerState, pauseAfter, playerBegins } from './player-state.ts';

const seen = {
  effects: ['✓ allowed', '▒ masked', '⊘ refused', '✓ allowed', '⊘ refused'],
  lines: 30,
  room: 10,
};
const press = (state: PlayerState, ...keys: readonly string[]): PlayerState =>
  keys.reduce((one, key) => moved(one, moveOf(key) ?? 'quit', seen), state);

test('keys step, jump, and stop at both ends', () => {
  const at = (...keys: string[]): number => press(playerBegins(), ...keys).at;
  assert.deepEqual(
    [
      at('\u001b[C'),
      at('\u001b[D'),
      at('r'),
      at('r', 'r'),
      at('r', 'r', 'r'),
      at('m'),
      at('m', 'm'),
      at('G'),
    ],
    [1, 0, 2, 4, 4, 1, 1, 4],
  );
  assert.equal(moveOf('x'), undefined);
  assert.equal(moveOf('\u001b[31m'), undefined);
});

test('a long step scrolls within its lines; another step begins at its top', () => {
  assert.equal(press(playerBegins(), 'j', 'j', 'k').top, 1);
  assert.equal(press(playerBegins(), '\u001b[6~', '\u001b[6~', '\u001b[6~').top, 20);
  assert.equal(press(playerBegins(), 'j', 'n').top, 0);
});

test('playing ends at the last step, and the pauses are those between the steps, within reason', () => {
  assert.equal(press(playerBegins(), ' ').playing, true);
  assert.equal(press(playerBegins(4), ' ').playing, false);
  const times = [0, 1_000, 100_000, 100_010];
  assert.deepEqual(
    [0, 1, 2].map((at) => pauseAfter(times, playerBegins(at))),
    [1_000, 3_000, 400],
  );
  assert.equal(pauseAfter(times, { ...playerBegins(), speed: press(playerBegins(), '+').speed }), 500);
  assert.equal(press(playerBegins(), ...Array.from({ length: 20 }, () => '-')).speed, 0.25);
});
