import { BinaryReader, WireType } from '@bufbuild/protobuf/wire';
import type { IExportLogsServiceResponse, ISerializer } from '@opentelemetry/otlp-transformer';
import { GateError } from '../../errors/gate-error.ts';

export interface CollectorAnswer {
  readonly status: number;
  /** Its media type, without parameters; '' where it has none. */
  readonly type: string;
  readonly body: Buffer;
}

/** What these say is about what was sent; all others are about the collector, or who asks. */
const aboutTheRecords: ReadonlySet<number> = new Set([400, 413, 422]);
/** Characters of an answer that are told. */
const longest = 300;

/** Throws unless the collector took everything, as `LogSink.send` says. */
export function assertTaken(
  answer: CollectorAnswer,
  read: ISerializer<never, IExportLogsServiceResponse>['deserializeResponse'],
): void {
  const { status, type } = answer;
  if (status < 200 || status > 299) {
    const code = aboutTheRecords.has(status) ? 'stream-refused' : 'stream';
    throw new GateError(code, `the collector answered ${status}${told(wordsOf(answer))}`, { status });
  }
  const { rejectedLogRecords, errorMessage } = partOf(answer, read) ?? {};
  // JSON of Protobuf writes numbers of 64 bits as texts.
  const rejected = Number(rejectedLogRecords ?? 0);
  if (rejected > 0)
    throw new GateError(
      'stream-refused',
      `the collector answered ${status} and rejected ${rejected} of the records${told(errorMessage ?? '')}`,
      { status, rejected },
    );
  if (type === 'text/html')
    throw new GateError('stream', `what answered ${status} is a web page, and no collector of logs`, {
      status,
    });
}

function partOf(
  { status, type, body }: CollectorAnswer,
  read: ISerializer<never, IExportLogsServiceResponse>['deserializeResponse'],
): IExportLogsServiceResponse['partialSuccess'] | null {
  try {
    if (type === 'application/x-protobuf') return read(body).partialSuccess;
    if (type === 'application/json' && body.length > 0)
      return (JSON.parse(body.toString('utf8')) as IExportLogsServiceResponse | null)?.partialSuccess;
  } catch (cause) {
    throw new GateError(
      'stream',
      `the collector answered ${status}, and whether it took the records cannot be read`,
      { status },
      { cause },
    );
  }
  return undefined;
}

/** What an answer says: in Protobuf it is a `google.rpc.Status`, with its message as field 2. */
function wordsOf({ type, body }: CollectorAnswer): string {
  if (type !== 'application/x-protobuf') return body.toString('utf8');
  try {
    const reader = new BinaryReader(body);
    let message = '';
    while (reader.pos < reader.len) {
      const [field, wire] = reader.tag();
      if (field === 2 && wire === WireType.LengthDelimited) message = reader.string();
      else reader.skip(wire, field);
    }
    return message;
  } catch {
    return body.toString('utf8');
  }
}

/** In one line, after a colon. */
function told(text: string): string {
  const line = text.replace(/[\p{C}\s]+/gu, ' ').trim();
  if (line === '') return '';
  return `: ${line.length > longest ? `${line.slice(0, longest)}…` : line}`;
}
