import { Check } from 'typebox/schema';
import * as Type from 'typebox/type';
import type { AskTable } from './ask-table.ts';
import type { RecordedAsk, RecordedRequest } from './recorded.ts';
import { RecordedAskSchema, RecordedLineSchema } from './recorded-schema.ts';
import { requestOf } from './request-of.ts';

/** Recorded requests as a gateway's API gives them, page by page. */
export const RecordedPageSchema = Type.Object(
  {
    asks: Type.Array(RecordedAskSchema, {
      description: 'What was asked, each once. No value of the data is in it.',
    }),
    records: Type.Array(RecordedLineSchema, { description: 'Latest first; `ask` counts in `asks`, from 0.' }),
    withheld: Type.Integer({
      description:
        'Records of which you may not know what was asked, or nobody can: their content was forgotten.',
    }),
    next: Type.Optional(Type.String({ description: 'Cursor of the next page.' })),
  },
  { additionalProperties: false },
);

/** The page without what stands in its two lists, which are read entry by entry. */
const Outside = Type.Object(
  {
    ...RecordedPageSchema.properties,
    asks: Type.Array(Type.Unknown()),
    records: Type.Array(Type.Unknown()),
  },
  { additionalProperties: false },
);

export interface RecordedPage {
  readonly requests: readonly RecordedRequest[];
  readonly withheld: number;
  readonly next: string | undefined;
}

/** Reads a page; what is asked on several pages alike is one through `table`. Undefined: it is no such page. */
export function readRecordedPage(value: unknown, table: AskTable): RecordedPage | undefined {
  if (!Check(Outside, value)) return undefined;
  const asks: RecordedAsk[] = [];
  for (const one of value.asks) {
    const ask = table.read(one);
    if (ask === undefined) return undefined;
    asks.push(ask);
  }
  const requests: RecordedRequest[] = [];
  for (const line of value.records) {
    const request = requestOf(line, asks);
    if (request === undefined) return undefined;
    requests.push(request);
  }
  return { requests, withheld: value.withheld, next: value.next };
}
