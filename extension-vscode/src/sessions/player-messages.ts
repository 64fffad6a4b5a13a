import type { SessionPlace } from '@vectorgate/client/session-link';
import { isSavedName } from '@vectorgate/policy-schema/records-query';
import type { ExportOf } from '@vectorgate/replay-ui/host';
import {
  type FromSandboxPage,
  fromSandboxPage,
  type ToSandboxPage,
} from '../sandbox/page-sandbox-messages.ts';

/** What a page shows: one session, or what a query finds, with the player beside it. */
export type ShownPlace = SessionPlace | { readonly query: string };

/** What the player's page says to the extension. */
export type FromPlayer =
  /** It runs, and wants to know what to show. */
  | { readonly kind: 'ready' }
  /** It wants the gateway's answer to a path. */
  | { readonly kind: 'ask'; readonly id: number; readonly path: string }
  /** It wants to know what today's policies say of a record, or a policy test made of it. */
  | { readonly kind: 'today' | 'make-test'; readonly id: number; readonly record: string }
  /** It wants a note written. */
  | {
      readonly kind: 'note';
      readonly id: number;
      readonly session: string;
      readonly text: string;
      readonly record?: string;
    }
  | { readonly kind: 'copy'; readonly text: string }
  | { readonly kind: 'open-rule'; readonly file: string; readonly line: number }
  | FromSandboxPage
  /** It wants records taken away: a session, or what a query finds. */
  | { readonly kind: 'export'; readonly id: number; readonly of: ExportOf }
  /** It wants the searches that are kept, or one kept or dropped. */
  | { readonly kind: 'searches'; readonly id: number }
  | { readonly kind: 'keep-search'; readonly id: number; readonly name: string; readonly query: string }
  | { readonly kind: 'drop-search'; readonly id: number; readonly name: string }
  | { readonly kind: 'open-session'; readonly session: string; readonly record?: string };

/** What the extension says to the player's page. */
export type ToPlayer =
  | {
      readonly kind: 'begin';
      readonly place: ShownPlace;
      readonly reviewer: boolean;
      /** Connections on which rules let review. */
      readonly reviews: readonly string[];
      /** Where the records come from, for people. */
      readonly source: string;
      /** What links to a session begin with. */
      readonly link: string;
      /** The sandboxes that there are. */
      readonly sandboxes: readonly ToSandboxPage[];
    }
  | ToSandboxPage
  | { readonly kind: 'go'; readonly place: ShownPlace }
  /** Let somebody choose the session to compare the one that shows with. */
  | { readonly kind: 'choose-other' }
  /** Copy a link to the step that shows. */
  | { readonly kind: 'copy-link' }
  /** Export the records that were found; where nothing is looked for, the session that shows. */
  | { readonly kind: 'export-shown' }
  | { readonly kind: 'answer'; readonly id: number; readonly value: unknown }
  | {
      readonly kind: 'failed';
      readonly id: number;
      readonly code: string;
      readonly message: string;
      readonly remedy: string;
    };

const ulid = /^[0-7][0-9A-HJKMNP-TV-Z]{25}$/;
const isId = (value: unknown): value is string => typeof value === 'string' && ulid.test(value);
/** What is copied whole may be an answer as large as a gateway passes on. */
const longestText = 300_000_000;
const longestQuery = 2_000;
const isQuery = (value: unknown): value is string =>
  typeof value === 'string' && value.length <= longestQuery;

const isName = (value: unknown): value is string => typeof value === 'string' && isSavedName(value);

/** Reads what is to be taken away; undefined when it is nothing that could be. */
function exportOf(of: unknown): ExportOf | undefined {
  if (typeof of !== 'object' || of === null) return undefined;
  const { session, query, everybody } = of as Readonly<Record<string, unknown>>;
  if (isId(session)) return { session };
  return isQuery(query) && typeof everybody === 'boolean' ? { query, everybody } : undefined;
}

/** Reads what a page of the last window showed; undefined when it is nothing. */
export function shownPlace(state: unknown): ShownPlace | undefined {
  if (typeof state !== 'object' || state === null) return undefined;
  const { query } = state as Readonly<Record<string, unknown>>;
  if (isQuery(query)) return { query };
  const place = fromPlayer({ ...state, kind: 'open-session' });
  if (place?.kind !== 'open-session') return undefined;
  const { session, record } = place;
  return { session, ...(record !== undefined && { record }) };
}

/** Reads a message of the page; undefined when it is none of ours. */
export function fromPlayer(message: unknown): FromPlayer | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { kind, id, path, text, file, line, session, record, of, name, query } = message as Readonly<
    Record<string, unknown>
  >;
  switch (kind) {
    case 'ready':
      return { kind };
    case 'ask':
      return Number.isSafeInteger(id) && typeof path === 'string'
        ? { kind, id: id as number, path }
        : undefined;
    case 'today':
    case 'make-test':
      return Number.isSafeInteger(id) && isId(record) ? { kind, id: id as number, record } : undefined;
    case 'note':
      if (!Number.isSafeInteger(id) || !isId(session) || typeof text !== 'string') return undefined;
      if (record === undefined) return { kind, id: id as number, session, text };
      return isId(record) ? { kind, id: id as number, session, text, record } : undefined;
    case 'copy':
      return typeof text === 'string' && text.length <= longestText ? { kind, text } : undefined;
    case 'open-rule':
      return typeof file === 'string' && Number.isSafeInteger(line)
        ? { kind, file, line: line as number }
        : undefined;
    case 'export': {
      const wanted = exportOf(of);
      return Number.isSafeInteger(id) && wanted !== undefined
        ? { kind, id: id as number, of: wanted }
        : undefined;
    }
    case 'searches':
      return Number.isSafeInteger(id) ? { kind, id: id as number } : undefined;
    case 'keep-search':
      return Number.isSafeInteger(id) && isName(name) && isQuery(query)
        ? { kind, id: id as number, name, query }
        : undefined;
    case 'drop-search':
      return Number.isSafeInteger(id) && isName(name) ? { kind, id: id as number, name } : undefined;
    case 'sandbox':
      return fromSandboxPage(message);
    case 'open-session':
      if (!isId(session)) return undefined;
      if (record === undefined) return { kind, session };
      return isId(record) ? { kind, session, record } : undefined;
    default:
      return undefined;
  }
}
