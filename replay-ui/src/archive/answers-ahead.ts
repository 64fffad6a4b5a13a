import type { RecordContent } from '../records/record-content.ts';
import type { SessionSummary } from '../records/session-summary.ts';
import { openingStep, stepsOf } from '../records/step.ts';
import type { AnswerAhead, HeaderPage } from './archive-messages.ts';

/** What is asked of an archive for the first that is seen of it. */
export interface FirstQuestions {
  sessions(): Promise<readonly SessionSummary[]>;
  headers(session: string, from: number): Promise<HeaderPage>;
  record(id: string): Promise<RecordContent>;
}

/**
 * Answers what a view asks as soon as the archive is open, one after the other: the sessions, the first steps of the latest,
 * and the step that it opens at. What cannot be read is left out: its own question tells why.
 */
export async function answersAhead(desk: FirstQuestions): Promise<readonly AnswerAhead[]> {
  const ahead: AnswerAhead[] = [];
  try {
    const sessions = await desk.sessions();
    ahead.push({ kind: 'sessions', args: [], value: sessions });
    const [latest] = sessions;
    if (latest === undefined) return ahead;
    const page = await desk.headers(latest.id, 0);
    ahead.push({ kind: 'headers', args: [latest.id, 0], value: page });
    const opening = openingStep(stepsOf(page.headers.filter(({ note }) => note === undefined)));
    if (opening === undefined) return ahead;
    const { id } = opening.header;
    ahead.push({ kind: 'record', args: [id], value: await desk.record(id) });
  } catch {
    // Asked for by itself, it is told.
  }
  return ahead;
}
