import { writeSync } from 'node:fs';
import { pino } from 'pino';
import { ulid } from 'ulidx';
import { openRecorder } from '../open-recorder.ts';
import { testMasterKey } from './open-test-recorder.ts';
import { draftOf } from './record-drafts.ts';

/*
 * A process to be killed: many writers record into the folder that is named by the first argument, and each line on
 * standard output says what was acknowledged ("intent ID", "outcome ID"). It never ends by itself.
 */

const writers = 24;
const [folder] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: crash-writer FOLDER');
const recorder = await openRecorder({
  folder,
  masterKey: testMasterKey,
  logger: pino({ level: 'silent' }),
  segmentBytes: 200_000,
});
writeSync(1, 'ready\n');

async function write(writer: number): Promise<void> {
  for (let n = 0; ; n += 1) {
    const client = `kernel-${writer % 5}-${Math.floor(n / 40)}`;
    const session = recorder.sessionFor(
      { issuer: 'people', subject: 'ana', connection: 'insights', client, token: '' },
      Date.now(),
    );
    const id = ulid();
    const time = new Date().toISOString();
    if (n % 2 === 0) {
      await recorder.append(draftOf(id, { kind: 'intent', session, client, time }));
      writeSync(1, `intent ${id}\n`);
    }
    const response = Buffer.from(`answer to ${id}${' made up'.repeat(n % 7 === 0 ? 50_000 : writer * 10)}`);
    await recorder.append(draftOf(id, { session, client, time, parts: { response } }));
    writeSync(1, `outcome ${id}\n`);
  }
}

await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
