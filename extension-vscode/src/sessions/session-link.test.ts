import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkTo, placeOfAddress, placeOfText } from './session-link.ts';

const session = '01JD8Z6Q4MX3V7H2K9RBT5WYCN';
const record = '01JD8Z6Q4MX3V7H2K9RBT5WYCP';

test('a link leads back to the place it was made of, by whatever editor', () => {
  for (const place of [{ session }, { session, record }])
    for (const scheme of ['vscode', 'vscode-insiders', 'cursor'])
      assert.deepEqual(placeOfText(` ${linkTo(scheme, 'vectorgate.vectorgate', place)}\n`), place);
  assert.deepEqual(placeOfText(session.toLowerCase()), { session });
  assert.equal(
    linkTo('vscode', 'vectorgate.vectorgate', { session, record }),
    `vscode://vectorgate.vectorgate/session/${session}?step=${record}`,
  );
});

test('what anybody can have the editor open names a place, or nothing', () => {
  for (const [path, query] of [
    ['/callback', 'code=1'],
    ['/session/', ''],
    [`/session/${session}/x`, ''],
    [`/session/${session}`, `step=${record}&step=${session}`],
    [`/session/${session}`, 'step=../x'],
    [`/sessions/${session}`, ''],
    [`/session/${session}%00`, ''],
  ] as const)
    assert.equal(placeOfAddress(path, query), undefined, `${path}?${query}`);
  for (const text of ['', 'x', 'https://gate.example/', session.slice(1)])
    assert.equal(placeOfText(text), undefined);
});
