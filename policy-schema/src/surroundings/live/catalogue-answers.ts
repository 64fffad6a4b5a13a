import type { FieldType } from '../../language/catalogue.ts';
import type { ClaimType } from '../../operation/identity.ts';

/** The answer of a gateway is not one of a catalogue. */
export class CatalogueAnswerError extends Error {
  constructor() {
    super('The gateway answered with something that is no catalogue.');
    this.name = 'CatalogueAnswerError';
  }
}

interface Place {
  readonly connection: string;
  readonly tenant?: string;
  readonly database?: string;
  readonly name: string;
  readonly dimension?: number;
  readonly metric?: string;
}

/** `GET /catalogue`, as far as it is read: a newer gateway may say more. */
export interface AnsweredList {
  readonly connections: readonly {
    readonly name: string;
    readonly store: string;
    readonly people: string;
    readonly sameDatabaseAs?: readonly string[];
    readonly whole: boolean;
  }[];
  readonly issuers: readonly { readonly name: string; readonly claims?: Record<string, ClaimType> }[];
  readonly collections: readonly Place[];
  readonly next?: string;
}

/** `GET /catalogue/details`. */
export interface AnsweredDetails {
  readonly collections: readonly (Place & {
    readonly sample?: {
      readonly count?: number;
      readonly records: number;
      readonly fields: readonly {
        readonly path: string;
        readonly types: FieldType[];
        readonly records: number;
      }[];
    };
  })[];
}

/** `GET /catalogue/people`. */
export interface AnsweredPeople {
  readonly issuers: readonly {
    readonly name: string;
    readonly groups: readonly string[];
    readonly subjects: readonly string[];
  }[];
}

type Json = Readonly<Record<string, unknown>>;

function fail(): never {
  throw new CatalogueAnswerError();
}
const map = (value: unknown): Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Json) : fail();
const list = <Item>(value: unknown, item: (value: unknown) => Item): Item[] =>
  Array.isArray(value) ? value.map(item) : fail();
const text = (value: unknown): string => (typeof value === 'string' ? value : fail());
const number = (value: unknown): number => (typeof value === 'number' ? value : fail());
/** A member that may be absent. */
const maybe = <Key extends string, Value>(
  from: Json,
  key: Key,
  of: (value: unknown) => Value,
): { [K in Key]?: Value } =>
  from[key] === undefined ? {} : ({ [key]: of(from[key]) } as { [K in Key]?: Value });

const word =
  <Word extends string>(words: readonly Word[]) =>
  (value: unknown): Word =>
    words.find((one) => one === value) ?? fail();
const fieldType = word(['string', 'number', 'boolean', 'list', 'map']);
const claimType = word(['string', 'number', 'boolean', 'string-list']);

const place = (value: unknown): Place => {
  const one = map(value);
  return {
    connection: text(one.connection),
    ...maybe(one, 'tenant', text),
    ...maybe(one, 'database', text),
    name: text(one.name),
    ...maybe(one, 'dimension', number),
    ...maybe(one, 'metric', text),
  };
};

/** These throw `CatalogueAnswerError` where an answer is not of its form. */
export function readListed(said: unknown): AnsweredList {
  const { connections, issuers, collections, next } = map(said);
  return {
    connections: list(connections, (value) => {
      const one = map(value);
      const { name, store, people, whole } = one;
      return {
        ...{ name: text(name), store: text(store), people: text(people), whole: whole === true },
        ...maybe(one, 'sameDatabaseAs', (names) => list(names, text)),
      };
    }),
    issuers: list(issuers, (value) => {
      const one = map(value);
      const claims = (given: unknown): Record<string, ClaimType> =>
        Object.fromEntries(Object.entries(map(given)).map(([name, type]) => [name, claimType(type)]));
      return { name: text(one.name), ...maybe(one, 'claims', claims) };
    }),
    collections: list(collections, place),
    ...(next !== undefined && { next: text(next) }),
  };
}

export function readDetails(said: unknown): AnsweredDetails {
  return {
    collections: list(map(said).collections, (value) => ({
      ...place(value),
      ...maybe(map(value), 'sample', (sample) => {
        const one = map(sample);
        return {
          ...maybe(one, 'count', number),
          records: number(one.records),
          fields: list(one.fields, (field) => {
            const { path, types, records } = map(field);
            return { path: text(path), types: list(types, fieldType), records: number(records) };
          }),
        };
      }),
    })),
  };
}

export function readPeople(said: unknown): AnsweredPeople {
  return {
    issuers: list(map(said).issuers, (value) => {
      const { name, groups, subjects } = map(value);
      return { name: text(name), groups: list(groups, text), subjects: list(subjects, text) };
    }),
  };
}
