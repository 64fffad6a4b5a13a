import { askedNoStore, changingClasses, noticeText, type OperationClass } from '@vectorgate/policy-schema';
import type { Archive, ArchivedRecord, ArchivePartName } from '@vectorgate/policy-schema/archive';
import { count, isRecord, records, text, texts } from '../api/read-json.ts';
import { askedOf } from '../command-line/describe-record.ts';
import type { GrpcAnswer } from './answers/grpc-answer.ts';
import type { HttpAnswer } from './answers/http-answer.ts';
import { refusalKind, type SandboxRefusal } from './answers/sandbox-refusal.ts';
import { storeRefusal } from './answers/store-refusal.ts';
import { CallBody } from './body/call-body.ts';
import { grpcLine } from './grpc/grpc-line.ts';
import { grpcStore } from './grpc/grpc-store.ts';
import { recordedAddress, recordedGrpcAnswer } from './grpc/recorded-answer.ts';
import type { RecordedLine, RecordedStep } from './recorded-step.ts';

const nothing = new Uint8Array();
/** What the gate keeps of a vector stands where the vector was. */
const keptOfVector = /\{"dimension":\d+,"sha256":"[0-9a-f]{64}"\}/;

/** Told beside an answer in a header, where not every text can stand. */
const decisionId = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;

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
  const { name, line, path, missing } = lineOf(record);
  const about = {
    number,
    id: header.id,
    connection: header.connection,
    store: header.store,
    asked: askedOf(header) || 'a call that the gate could not read',
    changes: classes.some((one) => changingClasses.has(one as OperationClass)),
    ...(name !== undefined && { name }),
  };
  if (!decisionId.test(header.id))
    return { ...about, missing: 'What should be its id is none of a decision.' };
  if (line === undefined) return { ...about, ...(missing !== undefined && { missing }) };
  const request = bytesOf(record, 'request');
  if (typeof request === 'string') return { ...about, missing: request };
  const known = { ...about, line, body: new CallBody(request) };
  const answer = path === undefined ? httpAnswerOf(record) : grpcAnswerOf(record, path);
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
  /** Of a call over gRPC: `/package.Service/Method`. */
  readonly path?: string;
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
  const target = text(call.target);
  if (call.transport === 'http') return { name, line: { method: text(call.method), target } };
  const address = recordedAddress(call);
  return address === undefined
    ? { name, missing: 'It was recorded by a gateway that did not yet keep all that a call over gRPC says.' }
    : { name, line: grpcLine(target, address), path: target };
}

const isMaskedAgain = ({ parts }: ArchivedRecord): boolean =>
  parts.some(({ name, state }) => name === 'operations' && state === 'masked-again');

function httpAnswerOf(record: ArchivedRecord): HttpAnswer | string {
  const refuse = storeRefusal(record.header.store);
  if (refuse === undefined) return unknownStore(record);
  if (record.header.outcome !== 'delivered') return refused(record, refuse);
  const body = deliveredBody(record);
  if ('missing' in body) return body.missing;
  const { status, bytes } = body;
  return { status, type: typeOf(Buffer.from(bytes).toString()), body: bytes };
}

function grpcAnswerOf(record: ArchivedRecord, path: string): GrpcAnswer | string {
  const store = grpcStore(record.header.store);
  if (store === undefined) return unknownStore(record);
  if (record.header.outcome !== 'delivered') return refused(record, store.refuse);
  const body = deliveredBody(record);
  if ('missing' in body) return body.missing;
  return recordedGrpcAnswer(store, path, { status: body.status, body: Buffer.from(body.bytes).toString() });
}

const unknownStore = ({ header }: ArchivedRecord): string =>
  `This vectorgate knows no store called ${header.store}.`;

/** What was told to the caller where nothing was delivered, in the store's own shape. */
function refused<Answer>(
  { header, decision }: ArchivedRecord,
  refuse: (refusal: SandboxRefusal) => Answer,
): Answer | string {
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

function deliveredBody(
  record: ArchivedRecord,
): { readonly status: number; readonly bytes: Uint8Array } | { readonly missing: string } {
  const bytes = bytesOf(record, 'response');
  if (typeof bytes === 'string') return { missing: bytes };
  if (keptOfVector.test(Buffer.from(bytes).toString()))
    return { missing: 'Its answer holds vectors, of which records keep dimension and digest alone.' };
  const status = count(record.header.status);
  // An archive is anybody's file: a number that no answer can begin with is none to send.
  if (status !== 0 && (status < 200 || status > 599))
    return { missing: 'The status of its answer is none that a store answers with.' };
  return { status: status === 0 ? 200 : status, bytes };
}

const typeOf = (body: string): string => {
  try {
    JSON.parse(body);
    return 'application/json';
  } catch {
    return 'text/plain; charset=utf-8';
  }
};
