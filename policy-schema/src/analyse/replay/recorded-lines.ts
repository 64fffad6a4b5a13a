import { PolicyError } from '../../errors/policy-error.ts';
import { askOf } from './ask-of.ts';
import { AskTable } from './ask-table.ts';
import { isRecordedAsk } from './is-recorded-ask.ts';
import type { RecordedAsk, RecordedRequest } from './recorded.ts';
import { requestOf } from './request-of.ts';

/** The first line of a file of recorded operations. */
const head = { kind: 'RecordedOperations', version: 1 } as const;

/**
 * Recorded requests as JSON Lines: a line that says what it is, then requests, and before the first of those that are
 * alike what they ask: `{"ask":0,"is":{…}}`, `{"id":…,"session":…,"time":…,"ask":0}`.
 */
export async function* writeRecordedLines(
  requests: AsyncIterable<RecordedRequest> | Iterable<RecordedRequest>,
): AsyncGenerator<string> {
  yield `${JSON.stringify(head)}\n`;
  const table = new AskTable();
  for await (const { id, session, time, ask } of requests) {
    const before = table.size;
    const place = table.place(ask);
    if (place === before) yield `${JSON.stringify({ ask: place, is: ask })}\n`;
    yield `${JSON.stringify({ id, session, time: new Date(time).toISOString(), ask: place })}\n`;
  }
}

/** Reads such lines. Throws `PolicyError` code `recorded-unreadable`, with the number of the line. */
export async function* readRecordedLines(
  lines: AsyncIterable<string> | Iterable<string>,
  name: string,
): AsyncGenerator<RecordedRequest> {
  const asks: RecordedAsk[] = [];
  let number = 0;
  for await (const line of lines) {
    number++;
    if (line === '') continue;
    const unreadable = (why: string): PolicyError =>
      new PolicyError(
        'recorded-unreadable',
        `${name}:${number} ${why} Write such files with: vectorgate policy replay PATH --save FILE`,
      );
    const value = parse(line);
    if (number === 1) {
      if (!isRecord(value) || value.kind !== head.kind)
        throw unreadable('This is no file of recorded operations.');
      if (value.version !== head.version)
        throw unreadable('This file is of a version that is not known here.');
      continue;
    }
    if (isRecord(value) && 'is' in value) {
      if (value.ask !== asks.length || !isRecordedAsk(value.is))
        throw unreadable('What was asked cannot be read.');
      asks.push(askOf(value.is));
      continue;
    }
    const request = requestOf(value, asks);
    if (request === undefined) throw unreadable('This record cannot be read.');
    yield request;
  }
  if (number === 0) throw new PolicyError('recorded-unreadable', `${name} is empty.`);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;

function parse(line: string): unknown {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
