import type { DecideInput, GuardsOver, Identity, Operation } from '@vectorgate/policy-schema';
import type { Shown, ShowUnder } from '../api/show-under.ts';
import type { StoreProtocol } from './store-protocol.ts';

interface RecordedOperations {
  readonly operations: readonly Operation[];
}

export interface ShowUnderParts {
  readonly guardsOver: (input: DecideInput) => readonly GuardsOver[];
  /** What is known of a connection by name; undefined when it is no longer configured. */
  readonly connection: (
    name: string,
  ) =>
    | { readonly people: string; readonly protocol: Pick<StoreProtocol<never, never>, 'remask'> }
    | undefined;
  readonly now: () => number;
}

const parse = (part: Buffer): unknown => {
  try {
    return JSON.parse(part.toString());
  } catch {
    return part.toString();
  }
};

const isOwn = (reader: Identity, who: { readonly issuer: string; readonly subject: string }): boolean =>
  reader.issuer === who.issuer && reader.subject === who.subject;

/**
 * Shows records under the reader's own guards. One's own record is shown as it was delivered. Of somebody else's the
 * answer is masked again; request and operations, which may quote what is masked, are withheld where any mask binds.
 */
export function showUnderGuards({ guardsOver, connection, now }: ShowUnderParts): ShowUnder {
  return async (reader, { header, parts }) => {
    const recorded = parts.operations && (parse(parts.operations) as RecordedOperations);
    const all: Shown = {
      ...(parts.decision && { decision: parse(parts.decision) }),
      ...(recorded && { operations: recorded }),
      ...(parts.request && { request: parse(parts.request) }),
      ...(parts.response && { response: parse(parts.response) }),
      withheld: [],
    };
    if (isOwn(reader, header.who)) return all;
    const withhold = (reason: string): Shown => ({
      withheld: (['decision', 'operations', 'request', 'response'] as const)
        .filter((part) => parts[part] !== undefined)
        .map((part) => ({ part, reason })),
    });
    const place = connection(header.connection);
    if (place === undefined)
      return withhold(
        `The connection ${header.connection} is no longer configured, so your guards for it are not known.`,
      );
    if (recorded === undefined || recorded.operations.length === 0) {
      return withhold('The request was not understood, so your guards for it are not known.');
    }
    const guards = guardsOver({
      identity: reader,
      connection: { name: header.connection, people: place.people },
      operations: recorded.operations,
      instant: now(),
    });
    if (guards.some(({ denied }) => denied)) return withhold('A rule closes this collection to you.');
    if (guards.some(({ narrowed }) => narrowed)) {
      return withhold('A guard lets you reach only some of these records, or none without an approval.');
    }
    const masks = guards.flatMap((guard) => guard.masks);
    if (masks.length === 0) return all;
    const reason = 'It may quote fields that are masked for you.';
    const response =
      parts.response &&
      recorded.operations.length === 1 &&
      place.protocol.remask(recorded.operations[0]!.name, header.status ?? 200, parts.response, masks);
    return {
      ...(parts.decision && { decision: parse(parts.decision) }),
      ...(response && { response: parse(Buffer.from(response)) }),
      withheld: [
        { part: 'operations', reason },
        ...(parts.request ? [{ part: 'request', reason } as const] : []),
        ...(parts.response && !response
          ? [{ part: 'response', reason: 'This kind of answer cannot be masked for you.' } as const]
          : []),
      ],
    };
  };
}
