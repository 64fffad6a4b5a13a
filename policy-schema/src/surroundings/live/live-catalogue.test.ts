import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { CatalogDocument } from '../../schema/catalog-schema.ts';
import { catalogueOf } from '../catalogue-of.ts';
import { catalogueWords } from './catalogue-words.ts';
import { readKeptCatalogue } from './kept-catalogue.ts';
import { type KeptCatalogue, LiveCatalogue } from './live-catalogue.ts';

/** A gateway with many collections on one connection, and an editor's storage. */
class World {
  session: string | undefined = 'one';
  gateway = 'https://gate.example';
  instant = Date.parse('2026-11-29T12:00:00Z');
  names = ['customer-cases', 'customer-notes', 'product-docs'];
  fails = false;
  closes = false;
  asked: string[] = [];
  stored: KeptCatalogue | undefined;
  told: (CatalogDocument | undefined)[] = [];
  readonly live = new LiveCatalogue(
    this,
    {
      read: async (session) => readKeptCatalogue(JSON.stringify(this.stored ?? null), session),
      write: async (kept) => {
        this.stored = kept;
      },
      forget: async () => {
        this.stored = undefined;
      },
    },
    (document) => this.told.push(document),
    () => {},
  );

  now = (): number => this.instant;

  async ask(path: string): Promise<unknown> {
    this.asked.push(path);
    if (this.fails) throw new Error('The gateway does not answer.');
    const { pathname, searchParams } = new URL(path, 'http://x');
    if (pathname === '/catalogue/people')
      return { issuers: [{ name: 'people', groups: ['analysts'], subjects: [] }], fromRecords: true };
    if (pathname === '/catalogue/details') {
      if (this.closes) throw new Error('Too many.');
      const name = searchParams.get('collections');
      const sample = {
        taken: '',
        count: 9,
        records: 9,
        fields: [{ path: `of-${name}`, types: ['string'], records: 9 }],
      };
      return { collections: [{ connection: 'insights', name, sample }], more: false };
    }
    const from = Number(searchParams.get('cursor') ?? 0);
    return {
      connections: [{ name: 'insights', store: 'chroma', people: 'people', whole: true }],
      issuers: [{ name: 'people', claims: { tenant: 'string' } }],
      collections: this.names.slice(from, from + 2).map((name) => ({ connection: 'insights', name })),
      ...(from + 2 < this.names.length && { next: String(from + 2) }),
    };
  }

  get fields(): Record<string, string[]> {
    const [one] = catalogueOf(this.told.at(-1))?.connections ?? [];
    return Object.fromEntries(
      (one?.collections ?? []).map(({ name, fields = [] }) => [name, fields.map(({ path }) => path)]),
    );
  }
}
const cases = [{ connection: 'insights', collections: 'customer-cases' }];
const notes = [{ connection: 'insights', collections: 'customer-notes' }];

describe('a live catalogue', () => {
  test('names come page by page, fields where they matter, and nothing is asked twice', async () => {
    const world = new World();
    await world.live.want(cases);
    assert.deepEqual(world.fields, {
      'customer-cases': ['of-customer-cases'],
      'customer-notes': [],
      'product-docs': [],
    });
    assert.deepEqual(catalogueOf(world.told.at(-1))?.saysClaims, true);
    const { length } = world.asked;
    await world.live.want(cases);
    await world.live.look();
    assert.equal(world.asked.length, length);
    await world.live.want([...cases, ...notes]);
    assert.deepEqual(
      world.asked.filter((path) => path.includes('details')).map((path) => path.split('collections=')[1]),
      ['customer-cases', 'customer-notes'],
    );
    assert.deepEqual(world.fields['customer-cases'], ['of-customer-cases']);
  });

  test('after a while names are asked for again, fields only on request', async () => {
    const world = new World();
    await world.live.want(cases);
    world.names.push('new');
    world.instant += 16 * 60_000;
    await world.live.look();
    assert.deepEqual(Object.keys(world.fields).includes('new'), true);
    const details = () => world.asked.filter((path) => path.includes('details')).length;
    assert.equal(details(), 1);
    await world.live.refresh();
    assert.equal(details(), 2);
  });

  test('without the gateway what it told stays, with its age and the reason', async () => {
    const world = new World();
    await world.live.want(cases);
    world.fails = true;
    world.instant += 2 * 3_600_000;
    await world.live.look();
    assert.deepEqual(world.fields['customer-cases'], ['of-customer-cases']);
    assert.deepEqual(catalogueWords(world.live.standing, world.instant), {
      text: 'Catalogue of 2 h ago',
      detail: 'The gateway does not answer.',
      action: 'refresh',
      warns: true,
    });
    // It is not asked again and again.
    const { length } = world.asked;
    await world.live.look();
    assert.equal(world.asked.length, length);
    // The next window has it, too.
    const next = new World();
    Object.assign(next, { fails: true, stored: world.stored, instant: world.instant });
    await next.live.look();
    assert.deepEqual(next.fields['customer-cases'], ['of-customer-cases']);
  });

  test('names are there where fields cannot be had, which are asked for later', async () => {
    const world = new World();
    world.closes = true;
    await world.live.want(cases);
    assert.deepEqual(Object.keys(world.fields).length, 3);
    assert.equal(world.live.standing.trouble, 'Too many.');
    world.closes = false;
    world.instant += 61_000;
    await world.live.look();
    assert.deepEqual(world.fields['customer-cases'], ['of-customer-cases']);
    assert.equal(world.live.standing.trouble, undefined);
  });

  test('what one person was told is forgotten with the sign-in, and shown to nobody else', async () => {
    const world = new World();
    await world.live.want(cases);
    world.session = undefined;
    await world.live.look();
    assert.deepEqual([world.told.at(-1), world.stored], [undefined, undefined]);
    assert.equal(catalogueWords(world.live.standing, world.instant).action, 'sign in');
    const other = new World();
    Object.assign(other, {
      session: 'two',
      stored: { session: 'one', document: world.told[0], asked: [] },
      fails: true,
    });
    await other.live.look();
    assert.deepEqual(other.told, [undefined]);
  });

  test('an answer that is none of a catalogue is told, and changes nothing', async () => {
    const world = new World();
    await world.live.want(cases);
    world.ask = async () => ({ connections: [{ name: 5 }] });
    await world.live.refresh();
    assert.equal(world.live.standing.trouble, 'The gateway answered with something that is no catalogue.');
    assert.equal(world.told.length, 2);
  });
});
