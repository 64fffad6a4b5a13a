import {
  type AskGateway,
  askToday,
  gatewayRecords,
  ReplayError,
  type ReplayHost,
  type ReplayTheme,
} from '../src/host/index.ts';

/** Answers of a gateway's API by their path, as `test/replay-ui/record-golden.ts` wrote them. */
export type RecordedAnswers = Readonly<Record<string, unknown>>;

/** What a page was told to do, for tests to look at. */
export interface PageLog {
  readonly copied: string[];
  readonly opened: unknown[];
}

const from =
  (answers: RecordedAnswers): AskGateway =>
  (path) =>
    path in answers
      ? Promise.resolve(structuredClone(answers[path]))
      : Promise.reject(
          new ReplayError(
            'not-found',
            `These records hold no answer to ${path}.`,
            'Look at all sessions, or for effect:deny.',
          ),
        );

/** A host over recorded answers, or over a gateway that `ask` reaches: everything a host may be able to do. */
export function pageHost(theme: ReplayTheme, log: PageLog, source: RecordedAnswers | AskGateway): ReplayHost {
  const ask = typeof source === 'function' ? source : from(source);
  return {
    ...gatewayRecords(ask, true),
    theme,
    copy: async (text) => {
      log.copied.push(text);
    },
    openRule: (place) => log.opened.push(place),
    linkTo: (session, record) => `vectorgate:replay/${session}/${record}`,
    makePolicyTest: (record) => {
      log.opened.push({ test: record });
    },
    askToday: (record) => askToday(record, ask, 'gateway.example.com'),
  };
}
