import assert from 'node:assert/strict';
import { test } from 'node:test';
import { AccountsOffer } from './accounts-offer.ts';

const signedOut = { ready: true, gateway: 'https://gate.example', signedIn: false };

test('the Accounts menu is given its line once a gateway is set, and again after each sign-out', () => {
  let asked = 0;
  const offer = new AccountsOffer(async () => asked++);
  offer.look({ ready: false, gateway: '', signedIn: false });
  offer.look({ ready: true, gateway: '', signedIn: false });
  assert.equal(asked, 0);
  offer.look(signedOut);
  offer.look(signedOut);
  assert.equal(asked, 1);
  offer.look({ ...signedOut, signedIn: true });
  assert.equal(asked, 1);
  offer.look(signedOut);
  assert.equal(asked, 2);
});

test('an editor that could not be asked is asked again', async () => {
  let asked = 0;
  const offer = new AccountsOffer(async () => {
    asked++;
    throw new Error('not now');
  });
  offer.look(signedOut);
  await new Promise((done) => setImmediate(done));
  offer.look(signedOut);
  assert.equal(asked, 2);
});
