import assert from 'node:assert/strict';
import { test } from 'node:test';
import { followPlace } from './follow-place.ts';
import type { PlayerPlace } from './player-place.ts';

const tell = (element: EventTarget, name: string, detail: object): void =>
  void element.dispatchEvent(new CustomEvent(name, { detail }));

test('where somebody is, is told with each move; another session is compared with none', () => {
  const element = new EventTarget() as HTMLElement;
  const told: PlayerPlace[] = [];
  followPlace(element, undefined, (place) => told.push(place));
  tell(element, 'vg-step', { record: 'R' });
  tell(element, 'vg-compared', {});
  assert.deepEqual(told, [], 'nothing is open yet');
  tell(element, 'vg-open', { session: 'A' });
  tell(element, 'vg-step', { index: 1, record: 'R' });
  tell(element, 'vg-step', { index: 1 });
  tell(element, 'vg-compared', { session: 'B' });
  tell(element, 'vg-compared', {});
  tell(element, 'vg-compared', { session: 'B' });
  tell(element, 'vg-open', { session: 'C', record: 'S' });
  assert.deepEqual(told, [
    { session: 'A' },
    { session: 'A', record: 'R' },
    { session: 'A', record: 'R', compared: 'B' },
    { session: 'A', record: 'R' },
    { session: 'A', record: 'R', compared: 'B' },
    { session: 'C', record: 'S' },
  ]);
});
