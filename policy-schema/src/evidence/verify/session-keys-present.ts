import type { RecordsSource } from '../log/records-source.ts';
import { counted } from './counted.ts';
import type { EvidenceProblem } from './evidence-report.ts';

/**
 * Looks whether each session still has its wrapped key, unless a record says that it was forgotten. A copy without any
 * keys says nothing about them.
 */
export async function missingSessionKeys(
  source: RecordsSource,
  sessions: ReadonlySet<string>,
  forgotten: ReadonlySet<string>,
): Promise<EvidenceProblem[]> {
  if ((await source.list('keys')).length === 0) return [];
  const folders = new Map<string, ReadonlySet<string>>();
  const missing: string[] = [];
  for (const session of sessions) {
    if (forgotten.has(session)) continue;
    const name = session.slice(0, 5);
    const there = folders.get(name) ?? new Set(await source.list(`keys/${name}`));
    folders.set(name, there);
    if (!there.has(session)) missing.push(session);
  }
  if (missing.length === 0) return [];
  const named = missing.slice(0, 5).join(', ');
  const reason = `the key is gone of ${counted(missing.length, 'session')}, and no record says that it was forgotten: ${named}${missing.length > 5 ? ', …' : ''}`;
  return [{ code: 'session-key-missing', reason }];
}
