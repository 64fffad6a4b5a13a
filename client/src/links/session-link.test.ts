import assert from 'node:assert/strict';
import { test } from 'node:test';
import { linkTo, placeOfAddress, placeOfSearch, placeOfText } from './session-link.ts';

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

test('JupyterLab’s links name a place too', () => {
  const lab = 'https://hub.example/hub/user-redirect/lab?reset';
  assert.deepEqual(placeOfText(`${lab}&vectorgate-session=${session}&vectorgate-step=${record}`), {
    session,
    record,
  });
  assert.deepEqual(placeOfSearch(`?vectorgate-session=${session}`), { session });
  for (const search of [
    '',
    '?vectorgate-session=x',
    `?vectorgate-session=${session}&vectorgate-session=${session}`,
    `?vectorgate-session=${session}&vectorgate-step=`,
    `?vectorgate-step=${record}`,
  ])
    assert.equal(placeOfSearch(search), undefined, search);
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
