import { type LookedThrough, lookedWords, type SavedSearches } from '@vectorgate/policy-schema/records-query';
import type { FoundRecord, SessionSummary } from '@vectorgate/replay-ui/host';
import {
  askedNumbers,
  askedText,
  type EffectKind,
  effectMark,
  plainLine,
  type Step,
} from '@vectorgate/replay-ui/records';
import { problemOf } from '../gate/problem-of.ts';
import type { ViewNode } from '../views/view-node.ts';
import { markdownText } from '../words/markdown-text.ts';
import { absoluteTime, relativeTime } from '../words/relative-time.ts';
import { upperFirst } from '../words/upper-first.ts';

const icons = {
  allow: 'pass',
  mask: 'eye-closed',
  deny: 'circle-slash',
  approve: 'watch',
  monitor: 'eye',
  unknown: 'question',
  failed: 'error',
  evidence: 'note',
} as const satisfies Record<EffectKind, string>;

const open = (...args: readonly string[]) => ({
  name: 'vectorgate.openSession',
  title: 'Open session',
  args,
});

/** What stands behind a name is not pushed out by it. */
const shortName = (name: string): string => plainLine(name, 80);

/** What whoever may see sessions of others chooses from. */
export const groupNodes: readonly ViewNode[] = [
  { id: 'list/mine', label: 'Yours', icon: 'account', lazy: true, open: true },
  { id: 'list/all', label: 'Everybody’s', icon: 'organization', lazy: true },
];

/** The way to the searches that somebody keeps. */
export const searchesNode: ViewNode = {
  id: 'searches',
  label: 'Saved searches',
  icon: 'bookmark',
  lazy: true,
  open: true,
};

/** Searches that are kept, by name; a press runs one. */
export const savedNodes = (saved: SavedSearches): readonly ViewNode[] =>
  Object.entries(saved)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, query]) => ({
      id: `search/${name}`,
      label: `@${name}`,
      description: query,
      tooltip: markdownText(query),
      icon: 'search',
      context: 'vectorgate.search',
      subject: name,
      command: { name: 'vectorgate.runSearch', title: 'Run this search', args: [name] },
    }));

/** A session: whose, where, what came of it, when. */
export function sessionNode(
  list: string,
  { id, who, connection, store, started, ended, records, refused, masked }: SessionSummary,
  named: boolean,
  now: number,
): ViewNode {
  const name = shortName(who.name ?? who.subject);
  const place = shortName(connection);
  const steps = `${records.toLocaleString('en')} ${records === 1 ? 'step' : 'steps'}`;
  const counts = [
    ...(refused === 0 ? [] : [{ sign: `⊘ ${refused}`, word: `${refused} refused` }]),
    ...(masked === 0 ? [] : [{ sign: `▒ ${masked}`, word: `${masked} masked` }]),
  ];
  const when = relativeTime(Date.parse(started), now);
  const label = named ? `${name} · ${place}` : place;
  return {
    id: `session/${list}/${id}`,
    label,
    description: [steps, ...counts.map(({ sign }) => sign), when].join(' · '),
    tooltip: [
      `**${markdownText(name)}** ${markdownText(`${who.issuer}:${who.subject}`)} on ${markdownText(connection)} (${markdownText(store)})`,
      [steps, ...counts.map(({ word }) => word)].join(', '),
      `${markdownText(absoluteTime(Date.parse(started)))} to ${markdownText(absoluteTime(Date.parse(ended)))}`,
      `session ${markdownText(id)}`,
    ].join('\n\n'),
    icon: refused > 0 ? icons.deny : masked > 0 ? icons.mask : icons.allow,
    spoken: `Session of ${label}, ${steps}, ${[...counts.map(({ word }) => word), when].join(', ')}`,
    context: 'vectorgate.session',
    subject: id,
    command: open(id),
    lazy: true,
  };
}

/** One step of a session, in its order. */
export function stepNode(list: string, session: string, { header, at, mark }: Step): ViewNode {
  const asked = plainLine(askedText(header));
  const clock = new Date(at).toLocaleTimeString(undefined, { hour12: false });
  return {
    id: `step/${list}/${header.id}`,
    label: asked,
    description: [...askedNumbers(header).map(shortName), clock].join(' · '),
    tooltip: [
      `${mark.sign} ${mark.word}`,
      markdownText(absoluteTime(at)),
      `decision ${markdownText(header.id)}`,
    ].join('\n\n'),
    icon: icons[mark.kind],
    spoken: `${upperFirst(mark.word)}: ${asked}, ${clock}`,
    context: 'vectorgate.step',
    subject: `${session}/${header.id}`,
    command: open(session, header.id),
  };
}

/** A record that a search found. */
export function recordNode(record: FoundRecord, named: boolean, now: number): ViewNode {
  const { id, session, time, who, reason } = record;
  const mark = effectMark(record);
  const asked = plainLine(askedText(record));
  const name = shortName(who.name ?? who.subject);
  const when = relativeTime(Date.parse(time), now);
  return {
    id: `found/${id}`,
    label: asked,
    description: [...(named ? [name] : []), ...askedNumbers(record).map(shortName), when].join(' · '),
    tooltip: [
      `${mark.sign} ${mark.word}`,
      ...(reason === undefined ? [] : [markdownText(upperFirst(reason.what)), markdownText(reason.next)]),
      `**${markdownText(name)}** on ${markdownText(record.connection)}`,
      markdownText(absoluteTime(Date.parse(time))),
      `decision ${markdownText(id)}`,
    ].join('\n\n'),
    icon: icons[mark.kind],
    spoken: `${upperFirst(mark.word)}: ${asked}, ${named ? `${name}, ` : ''}${when}`,
    context: 'vectorgate.step',
    subject: `${session}/${id}`,
    command: open(session, id),
  };
}

/** The way to what a list has not shown yet. */
export const moreNode = (list: string): ViewNode =>
  list.startsWith('session/')
    ? {
        id: `more/${list}`,
        label: 'Earlier steps: in the player',
        icon: 'ellipsis',
        command: open(list.slice('session/'.length)),
      }
    : {
        id: `more/${list}`,
        label: 'Show more',
        icon: 'ellipsis',
        command: { name: 'vectorgate.moreSessions', title: 'Show more', args: [list] },
      };

/** How far a search for texts looked. */
export function lookedNode(looked: LookedThrough): ViewNode {
  const { far, not } = lookedWords(looked);
  return {
    id: 'looked',
    label: far,
    ...(not !== undefined && { description: not }),
    tooltip: [far, ...(not === undefined ? [] : [not])].map(markdownText).join('\n\n'),
    icon: 'info',
    spoken: [far, not].filter(Boolean).join(' '),
  };
}

/** The way further back of a search for texts. */
export const furtherNode: ViewNode = {
  id: 'more/found',
  label: 'Look further',
  icon: 'search',
  tooltip: 'Looks into older records.',
  command: { name: 'vectorgate.moreSessions', title: 'Look further', args: ['found'] },
};

export const noSessionNode = (everybody: boolean): ViewNode => ({
  id: `none/${everybody ? 'all' : 'mine'}`,
  label: everybody ? 'No session is recorded yet.' : 'No session of yours is recorded yet.',
  tooltip: 'Each governed notebook or program makes one.',
});

/** `part`: of what there is, a part was looked into. */
export const nothingFoundNode = (query: string, part: boolean): ViewNode => ({
  id: 'nothing',
  label: part ? 'Nothing that was looked into has it.' : 'Nothing is found. Search for something else.',
  tooltip: markdownText(query),
  icon: 'search',
  command: { name: 'vectorgate.searchSessions', title: 'Search sessions', args: [] },
});

/** What stands where something could not be read: what, and what to do. */
export function troubleNode(below: string, error: unknown): ViewNode {
  const { message, next } =
    error instanceof Error && 'remedy' in error
      ? { message: error.message, next: String(error.remedy) }
      : problemOf(error);
  return {
    id: `trouble/${below}`,
    label: upperFirst(message),
    description: next,
    tooltip: `${markdownText(upperFirst(message))}\n\n${markdownText(next)}`,
    icon: 'warning',
    colour: 'list.warningForeground',
    spoken: `Trouble: ${message} ${next}`,
    command: { name: 'vectorgate.refreshSessions', title: 'Look again', args: [] },
  };
}
