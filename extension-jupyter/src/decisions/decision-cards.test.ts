import assert from 'node:assert/strict';
import { test } from 'node:test';
import { Signal } from '@lumino/signaling';
import type { Status } from '../server/status.ts';
import { DecisionCards } from './decision-cards.ts';

type Seen = Pick<Status, 'gateway' | 'signedIn' | 'who'>;

const signedIn = (subject: string): Seen => ({
  gateway: 'https://gate.example',
  signedIn: true,
  who: { identity: { issuer: 'people', subject, groups: [] }, session: null },
});
const signedOut: Seen = { gateway: 'https://gate.example', signedIn: false, who: null };

class Model {
  status: Seen | undefined;
  readonly changed = new Signal<this, void>(this);
  become(status: Seen): void {
    this.status = status;
    this.changed.emit();
  }
}

class Place {
  shown: unknown[] = [];
  readonly details = {
    isOpen: true,
    removeAttribute(): void {
      this.isOpen = false;
    },
  };
  replaceChildren = (...children: unknown[]): void => {
    this.shown = children;
  };
  closest = () => this.details as never;
}

const turn = () => new Promise((resolve) => setImmediate(resolve));

function begun() {
  const model = new Model();
  const cards = new DecisionCards<Place>({
    model,
    seen: () => Promise.resolve(),
    make: async (id) => `${id} as ${model.status?.who?.identity.subject}` as never,
  });
  return { model, cards, place: new Place() };
}

test('with a sign-out the card goes, and comes back as the next person', async () => {
  const { model, cards, place } = begun();
  const drawn = cards.draw(place, '01');
  await turn();
  assert.deepEqual(place.shown, []);
  model.become(signedIn('ana'));
  await drawn;
  assert.deepEqual(place.shown, ['01 as ana']);
  // The gateway is away: that is nobody else.
  model.become({ ...signedIn('ana'), who: null });
  await turn();
  assert.deepEqual(place.shown, ['01 as ana']);
  model.become(signedOut);
  assert.deepEqual([place.shown, place.details.isOpen], [[], false]);
  model.become(signedIn('ben'));
  await turn();
  assert.deepEqual(place.shown, ['01 as ben']);
});

test('a card that is being made while somebody else comes is made anew', async () => {
  const { model, cards, place } = begun();
  model.become(signedIn('ana'));
  const drawn = cards.draw(place, '01');
  model.become(signedIn('ana'));
  await null;
  await null;
  model.become(signedIn('ben'));
  await drawn;
  await turn();
  assert.deepEqual(place.shown, ['01 as ben']);
});
