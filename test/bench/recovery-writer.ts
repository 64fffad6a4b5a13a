// A process to be killed: writes records until the log in the named folder holds so many bytes, says so, and goes on.
import { writeSync } from 'node:fs';
import { pino } from 'pino';
import { openRecorder } from '../../gateway/src/sessions/open-recorder.ts';
import { recordDraft } from './record-draft.ts';
import { someAnswer } from './some-answer.ts';

const [folder = '', masterKey = '', most = '', partBytes = ''] = process.argv.slice(2);
const recorder = await openRecorder({
  folder,
  masterKey: Buffer.from(masterKey, 'hex'),
  logger: pino({ level: 'silent' }),
});
const request = someAnswer(Math.min(512, Number(partBytes) / 4));
const response = someAnswer(Number(partBytes) - request.length);
const session = recorder.sessionFor(
  { issuer: 'people', subject: 'ana', connection: 'insights', client: 'bench', token: '' },
  Date.now(),
);
let written = 0;
let said = false;
await Promise.all(
  Array.from({ length: 256 }, async () => {
    for (;;) {
      await recorder.append(recordDraft(session, request, response));
      written += Number(partBytes) + 1000;
      if (said || written < Number(most)) continue;
      said = true;
      writeSync(1, 'enough\n');
    }
  }),
);
