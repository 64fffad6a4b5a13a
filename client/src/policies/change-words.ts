import { count, isRecord, text } from '../api/read-json.ts';

type Answer = Readonly<Record<string, unknown>>;

/** A change of the policies in force, as the gateway tells it. */
export interface ToldChange {
  readonly revision: number;
  readonly digest: string;
  readonly time: string;
  readonly source: string;
  /** Short; with a mark where files differ from it. */
  readonly commit: string;
  readonly author: string;
  readonly by: string;
  readonly key: string;
  readonly note: string;
}

/** Reads it; what is not told is "". */
export function toldChange(value: unknown): ToldChange {
  const change: Answer = isRecord(value) ? value : {};
  const commit: Answer = isRecord(change.commit) ? change.commit : {};
  const by: Answer = isRecord(change.by) ? change.by : {};
  return {
    revision: count(change.revision),
    digest: text(change.digest),
    time: text(change.time),
    source: text(change.source),
    commit: `${text(commit.commit).slice(0, 7)}${commit.dirty === true ? '+' : ''}`,
    author: text(change.author),
    by: text(by.name) || text(by.subject),
    key: text(change.key),
    note: text(change.note),
  };
}
