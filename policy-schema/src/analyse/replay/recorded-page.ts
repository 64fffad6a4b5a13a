import { Check } from 'typebox/schema';
import * as Type from 'typebox/type';
import type { AskTable } from './ask-table.ts';
import type { RecordedAsk, RecordedRequest } from './recorded.ts';
import { askOf } from './recorded-lines.ts';
import { RecordedAskSchema, RecordedLineSchema } from './recorded-schema.ts';

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

export interface RecordedPage {
  readonly requests: readonly RecordedRequest[];
  readonly withheld: number;
  readonly next: string | undefined;
}

/** Reads a page; what is asked on several pages alike is one through `table`. Undefined: it is no such page. */
export function readRecordedPage(value: unknown, table: AskTable): RecordedPage | undefined {
  if (!Check(RecordedPageSchema, value)) return undefined;
  const asks = value.asks.map((ask) => table.one(askOf(ask as RecordedAsk)));
  const requests: RecordedRequest[] = [];
  for (const { id, session, time, ask } of value.records) {
    const asked = asks[ask];
    if (asked === undefined) return undefined;
    requests.push({ id, session, time: Date.parse(time), ask: asked });
  }
  return { requests, withheld: value.withheld, next: value.next };
}
