import {
  type AskGateway,
  defineReplayElements,
  type RecordHeader,
  ReplayError,
  type ReplayHost,
  type ReplayTheme,
  type ThemeKind,
  type ThemeMap,
} from '../src/index.ts';
import recorded from '../testdata/recorded.json' with { type: 'json' };
import { archiveElement } from './archive-page.ts';
import { madeNotes } from './made-notes.ts';
import { manySessions, oneRecord } from './made-records.ts';
import { madeSandbox } from './made-sandbox.ts';
import { madeSearches } from './made-searches.ts';
import { secondSession } from './made-second.ts';
import { madeSummary } from './made-summary.ts';
import { madeToday } from './made-today.ts';
import { type PageLog, pageHost, type RecordedAnswers } from './recorded-host.ts';

/*
 * The replay without an editor, over recorded sessions. What shows is told by the address:
 * ?view=replay|player|sessions|card|archive & map=standalone|jupyterlab|vscode & theme=light|dark|high-contrast-light|high-contrast-dark
 * & data=recorded|two|empty|trouble|signed-out|many|hostile|live
 */
const asked = new URLSearchParams(location.search);
const answers: RecordedAnswers = recorded;
const log: PageLog = { copied: [], opened: [] };
const theme: ReplayTheme = {
  map: (asked.get('map') ?? 'standalone') as ThemeMap,
  kind: (asked.get('theme') ?? 'light') as ThemeKind,
};

/** What tests reach: what the page was told to do, and ways to give it other content. */
interface PageGlobals {
  replayLog: PageLog;
  /** Bound by tests that have a real gateway behind them. */
  askGateway?: AskGateway;
  replayContent?: (base: RecordHeader) => Parameters<typeof oneRecord>[1];
}
const globals = globalThis as typeof globalThis & PageGlobals;
globals.replayLog = log;

const headers = Object.entries(answers)
  .filter(([path]) => /^\/records\/[0-9A-Z]{26}$/.test(path))
  .map(([, answer]) => (answer as { header: RecordHeader }).header)
  .toSorted((a, b) => (a.id < b.id ? -1 : 1));
const query = headers.find(({ operations }) => operations.some(({ name }) => name === 'collection_query'))!;

const fails = (error: ReplayError): Partial<ReplayHost> => {
  const reject = () => Promise.reject(error);
  return {
    listSessions: reject,
    searchRecords: reject,
    facets: reject,
    listRecords: reject,
    getRecord: reject,
  };
};

function hostFor(data: string): ReplayHost {
  const host: ReplayHost = {
    ...pageHost(theme, log, answers),
    sandbox: madeSandbox(),
    notes: madeNotes(query.id),
    searches: madeSearches(),
    summary: async () => madeSummary,
    askToday: async () => madeToday,
  };
  switch (data) {
    case 'live':
      return pageHost(theme, log, (path) => globals.askGateway!(path));
    case 'two':
      return secondSession(host, query.session);
    case 'empty':
      return { ...host, listSessions: async () => ({ items: [] }), listRecords: async () => ({ items: [] }) };
    case 'trouble':
      return {
        ...host,
        ...fails(
          new ReplayError(
            'unreachable',
            'The gateway at gateway.example.com does not answer, since 09:12.',
            'It is asked again every 30 s; check that you are on the company’s network.',
          ),
        ),
      };
    case 'many':
      return manySessions(host, { length: 100_000, page: Number(asked.get('page') ?? 1_000) }, query);
    case 'made':
      return oneRecord(host, globals.replayContent!(query));
    default:
      return host;
  }
}

defineReplayElements();
const main = document.querySelector('main')!;
if (asked.get('view') === 'archive') main.append(archiveElement(theme, log));
else main.append(replayElement());

function replayElement(): HTMLElement {
  const host = hostFor(asked.get('data') ?? 'recorded');
  const view = asked.get('view') ?? 'replay';
  const session = asked.get('session') ?? query.session;
  const record = asked.get('record') ?? undefined;
  const element =
    view === 'sessions'
      ? document.createElement('vg-sessions')
      : view === 'player'
        ? document.createElement('vg-player')
        : view === 'card'
          ? document.createElement('vg-decision-card')
          : document.createElement('vg-replay');
  element.host = host;
  if ('recordId' in element && record !== undefined) element.recordId = record;
  if ('sessionId' in element && view !== 'card' && asked.get('session') !== '') element.sessionId = session;
  if (view === 'card' && record === undefined)
    (element as HTMLElementTagNameMap['vg-decision-card']).recordId = query.id;
  return element;
}
