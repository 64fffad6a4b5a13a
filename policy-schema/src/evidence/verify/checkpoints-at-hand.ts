import type { SignedCheckpoint } from '../notes/checkpoint.ts';
import { parseCheckpoints } from '../notes/checkpoint-list.ts';
import { formatNote } from '../notes/signed-note.ts';
import { counted } from './counted.ts';
import type { EvidenceProblem } from './evidence-report.ts';

/** Every checkpoint of a log that is known, by size; and what is wrong with where they lie. */
export interface CheckpointsAtHand {
  readonly checkpoints: readonly SignedCheckpoint[];
  readonly problems: readonly EvidenceProblem[];
}

/** Joins the checkpoints that lie beside the records with those from elsewhere. */
export function checkpointsAtHand(local: string, published: readonly string[]): CheckpointsAtHand {
  const problems: EvidenceProblem[] = [];
  const found = new Map<string, SignedCheckpoint>();
  const take = (text: string, where: string): void => {
    const { checkpoints, rest, damaged } = parseCheckpoints(text);
    for (const checkpoint of checkpoints) found.set(formatNote(checkpoint.note), checkpoint);
    if (damaged === undefined && rest === '') return;
    const reason = `number ${checkpoints.length + 1} of the checkpoints ${where} is damaged or not whole`;
    problems.push({ code: 'checkpoints-damaged', reason });
  };
  take(local, 'beside the records');
  const here = found.size;
  for (const text of published) take(text, 'from elsewhere');
  if (found.size > here) {
    const reason = `${counted(found.size - here, 'checkpoint')} published, and not beside the records`;
    problems.push({ code: 'checkpoints-missing', reason });
  }
  return { checkpoints: [...found.values()].sort((a, b) => a.size - b.size), problems };
}
