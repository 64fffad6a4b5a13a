import { compileGlob, matchesGlob, sameDatabases } from '@vectorgate/policy-schema';
import Type from 'typebox';
import { CatalogueRights } from '../catalogue/catalogue-rights.ts';
import { indexBehind } from '../catalogue/index-behind.ts';
import { placeKey } from '../catalogue/place-key.ts';
import { Slices } from '../catalogue/slices.ts';
import type { CatalogueSource, ListedConnection, StoreCatalogue } from '../catalogue/store-catalogue.ts';
import { Refusal } from '../pipeline/refusal.ts';
import type { StoredCollection, StoredPlace } from '../pipeline/store-contents.ts';
import { ApiError } from './api-error.ts';
import type { ApiRoute, Question } from './api-routes.ts';
import { CatalogueSchema, DetailsSchema, PeopleSchema } from './catalogue-schemas.ts';
import type { ApiParts } from './create-api.ts';
import { Looking } from './looking.ts';
import { MinuteBudget } from './minute-budget.ts';
import { noQuery } from './open-api.ts';
import { peopleIn } from './people-in-records.ts';

const strict = { additionalProperties: false } as const;
type Parts = Pick<ApiParts, 'configuration' | 'catalogue' | 'policySet' | 'reader' | 'access' | 'looks'>;

/** Collections that are listed, and looked into, for one subject within a minute. */
const mostListed = 100_000;
const mostSampled = 300;
/** Collections that are looked through for one subject within a minute, whether or not they may be told. */
const mostLookedThrough = 500_000;
/** They count by so many: else somebody could tell from what is left how many there are that are not theirs to know. */
const countedBy = 1_000;
/** Milliseconds after which a request begins no further look into a collection. */
const patience = 10_000;

const instantOf = (at: number): string => new Date(at).toISOString();
const subjectOf = ({ caller: { identity } }: Question): string => `${identity.issuer}:${identity.subject}`;

const placeOf = (connection: string, { tenant, database, collection }: StoredPlace) => ({
  connection,
  ...(tenant !== undefined && { tenant }),
  ...(database !== undefined && { database }),
  name: collection,
});

const madeFor = ({ dimension, metric }: Pick<StoredCollection, 'dimension' | 'metric'>) => ({
  ...(dimension !== undefined && { dimension }),
  ...(metric !== undefined && { metric }),
});

/** What exists, for whoever writes policies: of it what the caller may know. */
export function catalogueRoutes({
  configuration,
  catalogue,
  policySet,
  reader,
  access,
  looks,
}: Parts): readonly ApiRoute[] {
  const same = sameDatabases(configuration.connections);
  const listing = new MinuteBudget(
    mostListed,
    (seconds) =>
      new ApiError(
        429,
        'too-many-listings',
        `So many collections were asked for within the minute: ${mostListed.toLocaleString('en')} is the most.`,
        `Ask again in ${seconds} s.`,
      ),
  );
  const sampling = new MinuteBudget(
    mostSampled,
    (seconds) =>
      new ApiError(
        429,
        'too-many-samples',
        `The gateway looked into so many collections for you within the minute: ${mostSampled} is the most.`,
        `Ask again in ${seconds} s, or name fewer collections.`,
      ),
  );
  const walking = new MinuteBudget(
    mostLookedThrough,
    (seconds) =>
      new ApiError(
        429,
        'too-many-listings',
        `The gateway looked through so many collections for you within the minute: ${mostLookedThrough.toLocaleString('en')} is the most.`,
        `Ask again in ${seconds} s.`,
      ),
  );
  /** Goes through collections until that is enough, and lets requests of others pass in between. */
  const walk = (subject: string) => {
    // What an earlier walk cost more than there was is waited for.
    walking.charge(subject, 0, Date.now());
    const slices = new Slices();
    let left = 0;
    return async (
      collections: readonly StoredCollection[],
      begin: number,
      isEnough: (one: StoredCollection) => boolean,
    ): Promise<boolean> => {
      for (let i = begin; i < collections.length; i += 1) {
        if (left === 0) {
          left = countedBy;
          walking.spend(subject, countedBy, Date.now());
        }
        left -= 1;
        if (isEnough(collections[i]!)) return true;
        if (slices.over) await slices.breathe();
      }
      return false;
    };
  };
  const rightsOn = (source: CatalogueSource, looking: Looking, { caller }: Question): CatalogueRights =>
    new CatalogueRights(policySet(), source, looking.rights, caller.identity);
  return [
    {
      path: '/catalogue',
      summary:
        'What exists: connections, and of their collections those that rules let me list or review. Of issuers their names, for policy readers the claims that policies may use.',
      query: Type.Object(
        {
          limit: Type.Optional(
            Type.String({ pattern: '^([1-9]\\d{0,2}|1000)$', description: '1 to 1,000; default 1,000.' }),
          ),
          cursor: Type.Optional(
            Type.String({ maxLength: 4_000, description: 'From `next` of the page before.' }),
          ),
        },
        strict,
      ),
      response: CatalogueSchema,
      answer: async (question) => {
        const { caller, query } = question;
        const limit = Number(query.limit ?? 1_000);
        listing.charge(subjectOf(question), limit, Date.now());
        const goThrough = walk(subjectOf(question));
        const looking = new Looking(question, { access, looks });
        const after = query.cursor === undefined ? undefined : readCursor(query.cursor);
        const listed = await Promise.all(
          catalogue.sources.map(async (source) => ({ source, ...(await listOf(catalogue.stores, source)) })),
        );
        const first = after === undefined ? 0 : listed.findIndex(({ source }) => source.name === after[0]);
        if (first < 0) throw badCursor;
        const collections: object[] = [];
        let next: string | undefined;
        for (const { source, list } of listed.slice(first)) {
          const rights = rightsOn(source, looking, question);
          const all = list?.collections ?? [];
          const begin = after?.[0] === source.name ? indexBehind(all, after[1]) : 0;
          const full = await goThrough(all, begin, (one) => {
            if (!rights.knows(one)) return false;
            collections.push({ ...placeOf(source.name, one), ...madeFor(one) });
            if (collections.length < limit) return false;
            // Whether more come is not looked for: it would be told by how long that takes, and cost as much.
            next = writeCursor([source.name, placeKey(one)]);
            return true;
          });
          if (full) break;
        }
        return {
          connections: listed.map(({ source, list, problem }) => ({
            ...{ name: source.name, store: source.store, people: source.people },
            ...(caller.policyReader && same.has(source.name) && { sameDatabaseAs: same.get(source.name) }),
            ...(list !== undefined && { taken: instantOf(list.at) }),
            whole: list !== undefined && !list.cut && rightsOn(source, looking, question).knowsAll,
            ...(problem !== undefined && { problem }),
          })),
          issuers: configuration.issuers.map(({ name, claims }) => ({
            name,
            ...(caller.policyReader && { claims }),
          })),
          collections,
          ...(next !== undefined && { next }),
        };
      },
    },
    {
      path: '/catalogue/details',
      summary:
        'What collections are made for, and where rules let me review them which fields their records have: the gateway looks into some of the records itself, tells names, types and counts, and records that I looked.',
      query: Type.Object(
        {
          connection: Type.Optional(
            Type.String({ minLength: 1, maxLength: 256, description: 'Its name. Required.' }),
          ),
          collections: Type.Optional(
            Type.String({
              minLength: 1,
              maxLength: 256,
              description: 'A name, or a pattern with *. Default: *.',
            }),
          ),
          limit: Type.Optional(
            Type.String({ pattern: '^([1-9]|1\\d|20)$', description: 'Collections, 1 to 20; default 20.' }),
          ),
        },
        strict,
      ),
      response: DetailsSchema,
      answer: async (question) => {
        const { query } = question;
        const source = catalogue.sources.find(({ name }) => name === query.connection);
        if (source === undefined)
          throw new ApiError(
            404,
            'no-such-connection',
            'There is no such connection.',
            'Name one of those that /api/v1/connections lists, as connection=….',
          );
        const looking = new Looking(question, { access, looks });
        const rights = rightsOn(source, looking, question);
        const limit = Number(query.limit ?? 20);
        listing.charge(subjectOf(question), limit, Date.now());
        const goThrough = walk(subjectOf(question));
        const glob = compileGlob(query.collections ?? '*');
        const list = await catalogue.stores.list(source);
        const found: StoredCollection[] = [];
        await goThrough(
          list?.collections ?? [],
          0,
          (one) => matchesGlob(glob, one.collection) && rights.knows(one) && found.push(one) > limit,
        );
        const shown = found.slice(0, limit);
        const answers: object[] = [];
        const looked: StoredCollection[] = [];
        const until = Date.now() + patience;
        for (const one of shown) {
          const told = await lookInto(source, one);
          answers.push({ ...placeOf(source.name, one), ...told });
        }
        if (looked.length > 0) {
          const { connection, collections } = query;
          await looking.took({
            look: { of: 'fields' },
            place: rights.recordedAt(looked),
            asked: { connection, collections: collections ?? '*' },
            told: { collections: looked.length },
          });
        }
        return { collections: answers, more: found.length > limit };

        async function lookInto(from: CatalogueSource, one: StoredCollection): Promise<object> {
          const why = rights.closes(one);
          const reason =
            why ?? (Date.now() > until ? 'There was no time left to look into it: ask again.' : '');
          if (reason === '') {
            if (!catalogue.stores.hasSample(from, one)) sampling.charge(subjectOf(question), 1, Date.now());
            try {
              const { value, at } = await catalogue.stores.sample(from, one);
              const { count, sampled, fields } = value;
              looked.push(one);
              const drops = rights.drops(one);
              const sample = {
                taken: instantOf(at),
                ...(count !== undefined && { count }),
                records: sampled,
                fields: fields.filter(({ path }) => !drops(path)),
              };
              return { ...madeFor(value), sample };
            } catch (error) {
              if (!(error instanceof Refusal)) throw error;
              return { ...madeFor(one), withheld: 'The store did not answer when it was to be looked into.' };
            }
          }
          try {
            const { value } = await catalogue.stores.describe(from, one);
            return { ...madeFor(value), withheld: reason };
          } catch (error) {
            if (!(error instanceof Refusal)) throw error;
            return { ...madeFor(one), withheld: reason };
          }
        }
      },
    },
    {
      path: '/catalogue/people',
      summary:
        'Groups and people that stand in records of the last 90 days which rules let me review; else my own alone.',
      query: noQuery,
      response: PeopleSchema,
      answer: async (question) => {
        const looking = new Looking(question, { access, looks });
        const { identity } = question.caller;
        const { issuer, groups, subject } = identity;
        if (!looking.rights.mayReview)
          return {
            issuers: [{ name: issuer, groups: [...groups], subjects: [subject] }],
            fromRecords: false,
          };
        sampling.charge(subjectOf(question), configuration.issuers.length, Date.now());
        const issuers = await peopleIn(
          reader,
          looking.rights.scope(),
          configuration.issuers.map(({ name }) => name),
        );
        await looking.took({
          look: { of: 'people' },
          told: { groups: issuers.reduce((sum, one) => sum + one.groups.length, 0) },
        });
        return { issuers, fromRecords: true };
      },
    },
  ];
}

async function listOf(
  stores: Pick<StoreCatalogue, 'list'>,
  source: CatalogueSource,
): Promise<{ list?: ListedConnection; problem?: string }> {
  try {
    const list = await stores.list(source);
    if (list === undefined) return { problem: 'Stores of this kind have no list that the gateway reads.' };
    return {
      list,
      ...(list.stale && { problem: 'The store does not answer: this is what it said before.' }),
    };
  } catch (error) {
    // Nothing of the store's own words goes out: whoever asks need not be able to reach it.
    if (!(error instanceof Refusal)) throw error;
    return { problem: 'The store does not answer.' };
  }
}

const badCursor = new ApiError(
  400,
  'query-unreadable',
  'The cursor is none that a list gave.',
  'Begin again without one.',
);

const writeCursor = (last: readonly [string, string]): string =>
  Buffer.from(JSON.stringify(last)).toString('base64url');

/** Names the last collection of the page before, which whoever has it was shown, or made up. */
function readCursor(text: string): readonly [string, string] {
  try {
    const parts: unknown = JSON.parse(Buffer.from(text, 'base64url').toString());
    if (Array.isArray(parts) && parts.length === 2 && parts.every((part) => typeof part === 'string'))
      return parts as [string, string];
  } catch {
    throw badCursor;
  }
  throw badCursor;
}
