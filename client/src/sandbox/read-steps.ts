import { askedNoStore, changingClasses, noticeText, type OperationClass } from '@vectorgate/policy-schema';
import type { Archive, ArchivedRecord, ArchivePartName } from '@vectorgate/policy-schema/archive';
import { count, isRecord, records, text, texts } from '../api/read-json.ts';
import { askedOf } from '../command-line/describe-record.ts';
import type { HttpAnswer } from './answers/http-answer.ts';
import { refusalKind } from './answers/sandbox-refusal.ts';
import { storeRefusal } from './answers/store-refusal.ts';
import { CallBody } from './body/call-body.ts';
import type { RecordedLine, RecordedStep } from './recorded-step.ts';

const nothing = new Uint8Array();
/** What the gate keeps of a vector stands where the vector was. */
const keptOfVector = /\{"dimension":\d+,"sha256":"[0-9a-f]{64}"\}/;

/** The calls in an archive, each with what answers it or why nothing does. Records about records are no calls. */
export async function readSteps(
  archive: Pick<Archive, 'steps' | 'record'>,
  sessions: ReadonlySet<string>,
): Promise<RecordedStep[]> {
  const steps: RecordedStep[] = [];
  for (const { header } of await archive.steps()) {
    if (!sessions.has(header.session) || askedNoStore(header)) continue;
    const record = await archive.record(header.id);
    if (record !== undefined) steps.push(stepOf(record, steps.length + 1));
  }
  return steps;
}

function stepOf(record: ArchivedRecord, number: number): RecordedStep {
  const { header } = record;
  const classes = records(header.operations).flatMap((operation) => texts(operation.classes));
  const { name, line, missing } = lineOf(record);
  const about = {
    number,
    id: header.id,
    connection: header.connection,
    store: header.store,
    asked: askedOf(header) || 'a call that the gate could not read',
    changes: classes.some((one) => changingClasses.has(one as OperationClass)),
    ...(name !== undefined && { name }),
  };
  if (line === undefined) return { ...about, ...(missing !== undefined && { missing }) };
  const request = bytesOf(record, 'request');
  if (typeof request === 'string') return { ...about, missing: request };
  const known = { ...about, line, body: new CallBody(request) };
  const answer = answerOf(record);
  if (typeof answer === 'string') return { ...known, missing: answer };
  const notice = noticeOf(record);
  return { ...known, answer, ...(notice !== undefined && { notice }) };
}

/** The line that stood under the cell. */
function noticeOf({ header, decision }: ArchivedRecord): string | undefined {
  if (header.outcome !== 'delivered') return undefined;
  const masked = records(header.masked).map(({ field, method, found }) => ({
    field: text(field),
    method: text(method),
    found: texts(found),
  }));
  return noticeText(isRecord(decision) ? texts(decision.changes) : [], masked);
}

const words: Readonly<Record<ArchivePartName, string>> = {
  decision: 'decision',
  operations: 'call',
  request: 'body',
  response: 'answer',
};

/** A part's bytes, none where the record never had it; or why it is not here. */
function bytesOf({ parts, withheld }: ArchivedRecord, name: ArchivePartName): Uint8Array | string {
  const part = parts.find((one) => one.name === name);
  if (part !== undefined) return part.bytes;
  const gap = withheld.find((one) => one.part === name);
  return gap === undefined ? nothing : `Its ${words[name]} is not here. ${gap.reason}`;
}

/** How a call was sent, as far as it can be known again; else why not. */
interface KnownLine {
  readonly name?: string;
  readonly line?: RecordedLine;
  readonly missing?: string;
}

function lineOf(record: ArchivedRecord): KnownLine {
  const part = bytesOf(record, 'operations');
  if (typeof part === 'string') return { missing: part };
  if (part.length === 0) return { missing: 'The gate could not read it, so what was asked is not kept.' };
  const { operations } = record;
  const call = isRecord(operations) ? operations.call : undefined;
  if (!isRecord(call))
    return {
      missing: isMaskedAgain(record)
        ? 'How it was sent may quote fields that are masked for you.'
        : 'It was recorded by a gateway that did not yet keep how a call was sent.',
    };
  const name = text(call.name);
  return call.transport === 'http'
    ? { name, line: { method: text(call.method), target: text(call.target) } }
    : { name, missing: 'It went over gRPC, and the sandbox answers HTTP alone.' };
}

const isMaskedAgain = ({ parts }: ArchivedRecord): boolean =>
  parts.some(({ name, state }) => name === 'operations' && state === 'masked-again');

function answerOf(record: ArchivedRecord): HttpAnswer | string {
  const { header, decision } = record;
  const refuse = storeRefusal(header.store);
  if (refuse === undefined) return `This vectorgate knows no store called ${header.store}.`;
  if (header.outcome === 'delivered') return delivered(record);
  const told = isRecord(decision) ? decision : {};
  const kind = refusalKind(told.kind);
  if (kind === undefined)
    return header.outcome === 'unknown'
      ? 'Its outcome is unknown: no answer was recorded.'
      : 'What was told to the caller is not here.';
  return refuse({
    kind,
    what: text(told.what),
    next: text(told.next),
    decision: header.id,
    doubtful: header.outcome === 'unknown',
  });
}

function delivered(record: ArchivedRecord): HttpAnswer | string {
  const body = bytesOf(record, 'response');
  if (typeof body === 'string') return body;
  const said = Buffer.from(body).toString();
  if (keptOfVector.test(said))
    return 'Its answer holds vectors, of which records keep dimension and digest alone.';
  const status = count(record.header.status);
  return { status: status === 0 ? 200 : status, type: typeOf(said), body };
}

const typeOf = (body: string): string => {
  try {
    JSON.parse(body);
    return 'application/json';
  } catch {
    return 'text/plain; charset=utf-8';
  }
};
