import type { WantedFields } from '../../language/wanted-fields.ts';
import type { CatalogDocument, CatalogSpec } from '../../schema/catalog-schema.ts';
import { type AnsweredDetails, readDetails } from './catalogue-answers.ts';
import { isKnownPlace } from './is-known-place.ts';
import { placeKey } from './place-key.ts';
import { toldCollection } from './told-collection.ts';

type Collection = NonNullable<NonNullable<CatalogSpec['connections']>[number]['collections']>[number];

/** What a gateway told. */
export interface GatheredFields {
  readonly document: CatalogDocument;
  /** Of the places whose fields matter those that it was asked about. */
  readonly answered: readonly WantedFields[];
  /** Those that it failed on. */
  readonly failed: readonly WantedFields[];
  /** Whether the others were not asked about any more, because it failed on one after the other. */
  readonly gaveUp: boolean;
  /** Whether it told what people there are; absent where it was not asked. */
  readonly people?: boolean;
  /** Why it failed on the first of them. */
  readonly trouble?: unknown;
}

export interface GatherFieldsOptions {
  /** Asks the gateway for what stands at a path below `/api/v1`. */
  readonly ask: (path: string) => Promise<unknown>;
  /** Places whose fields matter; of those that match nothing known none are asked for. */
  readonly wanted: readonly WantedFields[];
  /** Once it is aborted nothing more is asked. */
  readonly signal?: AbortSignal | undefined;
}

/** After so many failures one behind the other it is not this or that place. */
const mostFailures = 3;

/** Asks a gateway for the fields of collections that a document names. Throws why it was aborted. */
export async function gatherFields(
  document: CatalogDocument,
  { ask, wanted, signal }: GatherFieldsOptions,
): Promise<GatheredFields> {
  const connections = document.spec.connections ?? [];
  const met = new Map<string, Collection>();
  const answered: WantedFields[] = [];
  const failed: WantedFields[] = [];
  let trouble: unknown;
  let inARow = 0;
  for (const one of wanted.filter((place) => isKnownPlace(document, place))) {
    if (inARow === mostFailures) break;
    signal?.throwIfAborted();
    try {
      for (const { sample, ...told } of readDetails(await ask(detailsPath(one))).collections)
        met.set(`${one.connection}\n${placeKey(told)}`, {
          ...toldCollection(told),
          ...(sample && fieldsOf(sample)),
        });
      answered.push(one);
      inARow = 0;
    } catch (error) {
      signal?.throwIfAborted();
      trouble ??= error;
      failed.push(one);
      inARow += 1;
    }
  }
  const spec: CatalogSpec = {
    ...document.spec,
    connections: connections.map((one) => ({
      ...one,
      ...(one.collections && {
        collections: one.collections.map((own) => met.get(`${one.name}\n${placeKey(own)}`) ?? own),
      }),
    })),
  };
  const gaveUp = inARow === mostFailures;
  return {
    document: { ...document, spec },
    answered,
    failed,
    gaveUp,
    ...(trouble !== undefined && { trouble }),
  };
}

const detailsPath = ({ connection, collections }: WantedFields): string =>
  `/catalogue/details?connection=${encodeURIComponent(connection)}&collections=${encodeURIComponent(collections)}`;

type Sample = NonNullable<AnsweredDetails['collections'][number]['sample']>;

const fieldsOf = ({ count, records, fields }: Sample) => ({
  ...(count !== undefined && { records: count }),
  sampled: records,
  fields: Object.fromEntries(fields.map((one) => [one.path, { types: one.types, records: one.records }])),
});
