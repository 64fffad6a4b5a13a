import { ask, openCaller } from '../../gateway/src/engines/grpc/testing/call-gate.ts';
import {
  echoName,
  type GovernedEcho,
  governEcho,
} from '../../gateway/src/engines/grpc/testing/governed-echo.ts';
import {
  answerWith,
  framed,
  startTestStore,
  type TestStore,
} from '../../gateway/src/engines/grpc/testing/test-store.ts';
import { until } from '../harness/until.ts';
import type { Attack } from './attack-table.ts';
import { block, endHeaders, endStream, frame, frameType } from './raw-http2.ts';

/** The head of a call in good order. */
export const goodFields: readonly (readonly [string, string])[] = [
  [':method', 'POST'],
  [':scheme', 'http'],
  [':path', '/test.Echo/Say'],
  [':authority', echoName],
  ['content-type', 'application/grpc'],
  ['te', 'trailers'],
  ['vectorgate-token', 'ana'],
];
/** A call's head as a frame. */
export const head = (stream: number, flags = endHeaders, fields = goodFields): Buffer =>
  frame(frameType.headers, flags, stream, block(fields));
/** A call's one message as a frame. */
export const body = (stream: number, text = 'hello', flags = endStream): Buffer =>
  frame(frameType.data, flags, stream, framed(Buffer.from(text)));
/** A whole call. */
export const call = (stream: number, text?: string): Buffer =>
  Buffer.concat([head(stream), body(stream, text)]);

/** A gate before a store of a test, under attack. */
export interface EchoUnderAttack {
  readonly gate: GovernedEcho;
  /** Answers with what it was sent, but for `wait`. */
  readonly store: TestStore;
  /** `run` says what became of it and throws when the gate did what it should not. */
  attack(name: string, run: () => Promise<string>): Attack;
  close(): Promise<void>;
}

/** Starts both. */
export async function startEchoUnderAttack(): Promise<EchoUnderAttack> {
  const store = await startTestStore();
  store.behave = (stream, _headers, bytes) => {
    if (bytes.subarray(5).toString() !== 'wait') answerWith(stream, bytes);
  };
  const gate = await governEcho(store.url, { requestBytes: 2 ** 24 });
  return {
    gate,
    store,
    attack: (name, run) => ({
      name,
      run: async () => {
        const memory = process.memoryUsage.rss();
        let became: string;
        const wrong: string[] = [];
        try {
          became = await run();
        } catch (error) {
          became = error instanceof Error ? error.message : String(error);
          wrong.push(became);
        }
        wrong.push(...(await stillWell(gate, memory)));
        return { passed: wrong.length > 0, seen: wrong.length > 0 ? wrong.join('; ') : became };
      },
    }),
    close: async () => {
      await gate.stop();
      await store.close();
    },
  };
}

/** What must be true of the gate after each attack: it answers others, and keeps nothing. */
async function stillWell(gate: GovernedEcho, memory: number): Promise<string[]> {
  const wrong: string[] = [];
  const caller = await openCaller(gate.url);
  const started = performance.now();
  if ((await ask(caller)).status !== 0) wrong.push('another caller was not answered');
  if (performance.now() - started > 5_000) wrong.push('another caller waited');
  caller.destroy();
  await until('sockets are closed', async () => (await gate.connections()) === 0, 10).catch(() =>
    wrong.push('sockets are left'),
  );
  if (gate.memory.answers.bytes !== 0) wrong.push(`${gate.memory.answers.bytes} bytes of answers are left`);
  const more = (process.memoryUsage.rss() - memory) / 2 ** 20;
  if (more > 700) wrong.push(`${more.toFixed(0)} MiB more`);
  return wrong;
}
