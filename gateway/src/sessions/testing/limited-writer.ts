import { randomBytes } from 'node:crypto';
import { pino } from 'pino';
import { openRecorder } from '../open-recorder.ts';
import { testMasterKey } from './open-test-recorder.ts';
import { draftOf, testUlid } from './record-drafts.ts';

/*
 * Writes short records and one long one into the folder that is named by the first argument, and prints what became
 * of each as JSON. Meant to be run under a limit on the size of files.
 */

const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: limited-writer FOLDER');
const recorder = await openRecorder({ folder, masterKey: testMasterKey, logger: pino({ level: 'silent' }) });
const results: string[] = [];
const append = async (n: number, bytes: number): Promise<void> => {
  try {
    await recorder.append(draftOf(testUlid(n), { parts: { response: randomBytes(bytes) } }));
    results.push('durable');
  } catch (error) {
    const { code, detail } = error as { code: string; detail?: { reason?: string } };
    results.push(`${code}: ${detail?.reason}`);
  }
};
await append(0, 1000);
await append(1, 1_000_000);
const health = recorder.health();
while (!recorder.health().ok) await new Promise((resolve) => setTimeout(resolve, 50));
await append(2, 1000);
await recorder.close();
process.stdout.write(JSON.stringify({ results, health }));
