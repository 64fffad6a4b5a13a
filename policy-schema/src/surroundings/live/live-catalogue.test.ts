import assert from 'node:assert/strict';
import { after, before, describe, mock, test } from 'node:test';
import type { WantedFields } from '../../language/wanted-fields.ts';
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
  full = false;
  slow = async (): Promise<void> => {};
  broken = new Set<string>();
  asked: string[] = [];
  stored: KeptCatalogue | undefined;
  told: (CatalogDocument | undefined)[] = [];
  readonly live = new LiveCatalogue(
    this,
    {
      read: async (session) => {
        if (this.full) throw new Error('The disk is full.');
        return readKeptCatalogue(JSON.stringify(this.stored ?? null), session);
      },
      write: async (kept) => {
        if (this.full) throw new Error('The disk is full.');
        await this.slow();
        this.stored = kept;
      },
      forget: async () => {
        if (this.full) throw new Error('The disk is full.');
        this.stored = undefined;
      },
    },
    (document) => this.told.push(document),
    () => {},
  );

  now = (): number => this.instant;

  /** Somebody stopped typing. */
  async want(wanted: readonly WantedFields[] | null): Promise<void> {
    this.live.want(wanted);
    mock.timers.tick(2_000);
    await this.live.look();
  }

  /** Names of collections, and patterns, whose fields were asked for. */
  get details(): (string | undefined)[] {
    return this.asked.filter((path) => path.includes('details')).map((path) => path.split('collections=')[1]);
  }

  async ask(path: string): Promise<unknown> {
    this.asked.push(path);
    if (this.fails) throw new Error('The gateway does not answer.');
    const { pathname, searchParams } = new URL(path, 'http://x');
    if (pathname === '/catalogue/people')
      return { issuers: [{ name: 'people', groups: ['analysts'], subjects: [] }], fromRecords: true };
    if (pathname === '/catalogue/details') {
      if (this.closes) throw new Error('Too many.');
      const name = searchParams.get('collections') ?? '';
      if (this.broken.has(name)) throw new Error(`${name} is broken.`);
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
  before(() => mock.timers.enable({ apis: ['setTimeout'] }));
  after(() => mock.timers.reset());

  test('names come page by page, fields where they matter, and nothing is asked twice', async () => {
    const world = new World();
    await world.want(cases);
    assert.deepEqual(world.fields, {
      'customer-cases': ['of-customer-cases'],
      'customer-notes': [],
      'product-docs': [],
    });
    assert.deepEqual(catalogueOf(world.told.at(-1))?.saysClaims, true);
    const { length } = world.asked;
    await world.want(cases);
    await world.live.look();
    assert.equal(world.asked.length, length);
    await world.want([...cases, ...notes]);
    assert.deepEqual(
      world.asked.filter((path) => path.includes('details')).map((path) => path.split('collections=')[1]),
      ['customer-cases', 'customer-notes'],
    );
    assert.deepEqual(world.fields['customer-cases'], ['of-customer-cases']);
  });

  test('after a while names are asked for again, fields only on request', async () => {
    const world = new World();
    await world.want(cases);
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
    await world.want(cases);
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
    await world.want(cases);
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
    await world.want(cases);
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
    await world.want(cases);
    world.ask = async () => ({ connections: [{ name: 5 }] });
    await world.live.refresh();
    assert.equal(world.live.standing.trouble, 'The gateway answered with something that is no catalogue.');
    assert.equal(world.told.length, 2);
  });

  test('while somebody types nothing is asked, and of a name that nobody knows nothing at all', async () => {
    const world = new World();
    await world.want([{ connection: 'insights', collections: 'custom' }]);
    assert.deepEqual(world.details, []);
    const { length } = world.asked;
    const typed = ['c', 'cu', 'customer-case', 'c*', 'x*', 'customer-cases'];
    for (const collections of typed) {
      world.live.want([{ connection: 'insights', collections }]);
      mock.timers.tick(1_900);
    }
    await Promise.resolve();
    assert.equal(world.asked.length, length);
    mock.timers.tick(100);
    await world.live.look();
    // Names are fresh: they are not asked for again.
    assert.deepEqual(world.asked.slice(length), [
      '/catalogue/details?connection=insights&collections=customer-cases',
    ]);
    for (const collections of typed) await world.want([{ connection: 'insights', collections }]);
    const told = world.told.length;
    await world.want([{ connection: 'elsewhere', collections: '*' }]);
    assert.equal(world.told.length, told);
    assert.deepEqual(world.details, ['customer-cases', 'c*']);
  });

  test('behind a place that fails the others are asked about, and it ever more rarely', async () => {
    const world = new World();
    world.broken.add('customer-cases');
    await world.want([...cases, ...notes]);
    assert.deepEqual(world.fields['customer-notes'], ['of-customer-notes']);
    assert.equal(world.live.standing.trouble, 'customer-cases is broken.');
    for (let minute = 0; minute < 60; minute++) {
      world.instant += 60_000;
      await world.live.look();
    }
    // At once, and after 1, 3, 7, 15 and 31 minutes.
    assert.equal(world.details.filter((name) => name === 'customer-cases').length, 6);
    assert.equal(world.details.filter((name) => name === 'customer-notes').length, 1);
    assert.equal(world.live.standing.trouble, 'customer-cases is broken.');
    world.broken.clear();
    await world.live.refresh();
    assert.equal(world.live.standing.trouble, undefined);
  });

  test('where one place after the other fails the rest is left alone for a while', async () => {
    const world = new World();
    world.names = Array.from({ length: 20 }, (_, at) => `c${at}`);
    world.closes = true;
    const all = world.names.map((collections) => ({ connection: 'insights', collections }));
    await world.want(all);
    await world.want(all.slice(1));
    assert.equal(world.details.length, 3);
  });

  test('while no policy is open nothing is asked, however old names are', async () => {
    const world = new World();
    await world.want(cases);
    const { length } = world.asked;
    await world.want(null);
    world.instant += 3_600_000;
    await world.live.look();
    assert.equal(world.asked.length, length);
    await world.want(cases);
    assert.ok(world.asked.length > length);
  });

  test('at a change of the sign-in nothing is known at once, though the store and the gateway fail or wait', async () => {
    const world = new World();
    await world.want(cases);
    world.full = true;
    world.fails = true;
    world.session = undefined;
    const looked = world.live.look();
    assert.equal(world.told.at(-1), undefined);
    await looked;
    assert.equal(world.told.at(-1), undefined);
    world.session = 'two';
    await world.live.look();
    assert.equal(world.told.at(-1), undefined);
    // As soon as it can be, what was kept of the first is removed.
    world.full = false;
    await world.live.look();
    assert.equal(world.stored, undefined);
  });

  test('what cannot be kept is told, and known all the same', async () => {
    const world = new World();
    world.full = true;
    await world.want(cases);
    assert.deepEqual(world.fields['customer-cases'], ['of-customer-cases']);
    assert.match(world.live.standing.trouble ?? '', /cannot be kept on this machine: The disk is full\./);
    await world.live.look();
    assert.deepEqual(world.fields['customer-cases'], ['of-customer-cases']);
  });

  test('what one person wants is not asked in the name of the next', async () => {
    const world = new World();
    const ask = world.ask.bind(world);
    let asked = 0;
    world.ask = (path) => {
      asked += 1;
      // Somebody else signs in while the first answer is on its way.
      world.session = 'two';
      return ask(path);
    };
    await world.live.look();
    assert.deepEqual([asked, world.told.at(-1), world.live.standing.trouble], [1, undefined, undefined]);
  });

  test('what is being kept while somebody signs out is removed', async () => {
    const world = new World();
    const { promise: written, resolve: write } = Promise.withResolvers<void>();
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>();
    world.slow = async () => {
      begin();
      await written;
    };
    const looked = world.live.look();
    await begun;
    world.session = undefined;
    const left = world.live.look();
    write();
    await Promise.all([looked, left]);
    assert.deepEqual([world.told.at(-1), world.stored], [undefined, undefined]);
  });
});
