import { callOf } from '../../call/call-of.ts';
import type { ClientCall } from '../../call/client-call.ts';
import type { Hits } from '../../hits/hit.ts';
import { readHits } from '../../hits/read-hits.ts';
import { type MarkClasses, markClasses } from '../../records/mark-classes.ts';
import { type ReadPart, readPart } from '../../records/read-part.ts';
import type { RecordContent } from '../../records/record-content.ts';

/** A record read for showing: its parts parsed once, however often they are drawn. */
export interface StepContent {
  readonly record: RecordContent;
  readonly request: ReadPart | undefined;
  readonly response: ReadPart | undefined;
  readonly call: ClientCall | undefined;
  readonly hits: Hits | undefined;
  /** Of which class marks in the answer are. */
  readonly classes: MarkClasses;
}

/** Reads what a step shows out of its record. */
export function stepContent(record: RecordContent): StepContent {
  const request = record.request === undefined ? undefined : readPart(record.request);
  const response = record.response === undefined ? undefined : readPart(record.response);
  // What was withheld or forgotten would make a call that was never sent.
  const known = request !== undefined || !record.header.parts.some(({ name }) => name === 'request');
  return {
    record,
    request,
    response,
    call: known ? callOf(record.header, request?.value) : undefined,
    hits: response === undefined ? undefined : readHits(record.header, request?.value, response.value),
    classes: markClasses(record),
  };
}
