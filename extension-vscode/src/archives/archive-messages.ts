import type { ArchiveReply, ArchiveRequest } from '@vectorgate/replay-ui/archive';
import {
  type FromSandboxPage,
  fromSandboxPage,
  type ToSandboxPage,
} from '../sandbox/page-sandbox-messages.ts';

/** What the page of an archive says to the extension. */
export type FromArchivePage =
  /** It runs, and wants to know what to show. */
  | { readonly kind: 'ready' }
  | { readonly kind: 'request'; readonly request: ArchiveRequest }
  /** Nothing more is wanted of what is read or verified. */
  | { readonly kind: 'close' }
  | { readonly kind: 'copy'; readonly text: string }
  | FromSandboxPage
  | { readonly kind: 'keep-key'; readonly key: string };

/** What the extension says to the page of an archive. */
export type ToArchivePage =
  | {
      readonly kind: 'begin';
      readonly name: string;
      readonly knownKeys: readonly string[];
      /** The sandboxes over it that there are; absent where programs cannot be run here. */
      readonly sandboxes?: readonly ToSandboxPage[];
    }
  | ToSandboxPage
  | { readonly kind: 'reply'; readonly reply: ArchiveReply }
  /** What read the archive has ended, and why. */
  | { readonly kind: 'ended'; readonly why: string };

/** What the thread that reads an archive is told of the file: its path, or its bytes where it is on no disk. */
export type ArchiveFile = { readonly path: string } | { readonly bytes: Uint8Array };

/** What is copied whole may be an answer as large as a gateway passes on. */
const longestText = 300_000_000;
const longestKey = 1_000;

/** Reads a message of the page; undefined when it is none of ours. */
export function fromArchivePage(message: unknown): FromArchivePage | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const { kind, request, text, key } = message as Readonly<Record<string, unknown>>;
  switch (kind) {
    case 'ready':
    case 'close':
      return { kind };
    case 'request':
      return isRequest(request) ? { kind, request } : undefined;
    case 'copy':
      return typeof text === 'string' && text.length <= longestText ? { kind, text } : undefined;
    case 'sandbox':
      return fromSandboxPage(message);
    case 'keep-key':
      return typeof key === 'string' && key.length <= longestKey ? { kind, key } : undefined;
    default:
      return undefined;
  }
}

const isRequest = (value: unknown): value is ArchiveRequest =>
  typeof value === 'object' &&
  value !== null &&
  'id' in value &&
  Number.isSafeInteger(value.id) &&
  'kind' in value &&
  typeof value.kind === 'string' &&
  'args' in value &&
  Array.isArray(value.args);
