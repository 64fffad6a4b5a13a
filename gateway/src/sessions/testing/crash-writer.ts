import { writeSync } from 'node:fs';
import { pino } from 'pino';
import { ulid } from 'ulidx';
import { openRecorder } from '../open-recorder.ts';
import { testEvidence, testMasterKey } from './open-test-recorder.ts';
import { draftOf } from './record-drafts.ts';

/*
 * A process to be killed: many writers record into the folder that is named by the first argument, and each line on
 * standard output says what was acknowledged ("intent ID", "outcome ID"). With "short" as the second argument no record
 * is long, so that there are many. It never ends by itself.
 */

const writers = 24;
const [folder, size = 'mixed'] = process.argv.slice(2);
if (folder === undefined) throw new Error('usage: crash-writer FOLDER');
const recorder = await openRecorder({
  folder,
  masterKey: testMasterKey,
  logger: pino({ level: 'silent' }),
  segmentBytes: size === 'mixed' ? 200_000 : 20_000_000,
  evidence: testEvidence({ everyRecords: size === 'mixed' ? 7 : 1000, everySeconds: 0.02 }),
});
/** At once, or not at all: what was said must have been acknowledged, and what was acknowledged is soon said. */
function say(line: string): void {
  for (;;) {
    try {
      writeSync(1, `${line}\n`);
      return;
    } catch (error) {
      // The reader is behind.
      if ((error as NodeJS.ErrnoException).code !== 'EAGAIN') throw error;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5);
    }
  }
}
say('ready');

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
      say(`intent ${id}`);
    }
    const response = Buffer.from(
      `answer to ${id}${' made up'.repeat(n % 7 === 0 && size === 'mixed' ? 50_000 : writer * 10)}`,
    );
    await recorder.append(draftOf(id, { session, client, time, parts: { response } }));
    say(`outcome ${id}`);
  }
}

await Promise.all(Array.from({ length: writers }, (_, writer) => write(writer)));
