import assert from 'node:assert/strict';
import { stepContent } from '../../elements/player/step-content.ts';
import { stepsOf } from '../../records/step.ts';
import type { ArchiveLine } from '../archive-line.ts';
import { archiveRecords } from '../archive-records.ts';

/** Ids of all steps that can be shown, and of those that cannot. */
export async function shown(line: ArchiveLine): Promise<{ ids: string[]; unreadable: string[] }> {
  const unreadable: string[] = [];
  const host = archiveRecords(line, { unreadable: (steps) => unreadable.push(...steps.map(({ id }) => id)) });
  const ids: string[] = [];
  for (const { id } of (await host.listSessions({ everybody: false })).items) {
    const page = await host.listRecords({ session: id }).catch((error: { code?: string }) => {
      assert.equal(error.code, 'damaged');
      return { items: [] };
    });
    for (const { header } of stepsOf(page.items)) {
      stepContent(await host.getRecord(header.id));
      ids.push(header.id);
    }
  }
  return { ids, unreadable };
}
