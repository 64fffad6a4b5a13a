import assert from 'node:assert/strict';
import { appendFile, copyFile, open, readdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { runGateway } from '../harness/run-gateway.ts';
import { type Fault, injectAll } from './fault-table.ts';
import { FaultWorld } from './fault-world.ts';

let world: FaultWorld;

before(async () => {
  world = await FaultWorld.start();
});
after(() => world?.close());

async function segment(): Promise<string> {
  const [first] = (await readdir(join(world.records, 'segments'))).sort();
  assert.ok(first);
  return join(world.records, 'segments', first);
}

/** Turns one bit over. Returns what turns it back. */
async function flip(file: string, offset: number): Promise<() => Promise<void>> {
  const turn = async (): Promise<void> => {
    const handle = await open(file, 'r+');
    try {
      const byte = Buffer.alloc(1);
      await handle.read(byte, 0, 1, offset);
      byte[0]! ^= 1;
      await handle.write(byte, 0, 1, offset);
    } finally {
      await handle.close();
    }
  };
  await turn();
  return turn;
}

const faults: readonly Fault[] = [
  {
    name: 'the log ends in a torn record',
    injected: 'the first half of a real record appended to the segment, as a power cut leaves it',
    run: async () => {
      const told = await world.write();
      assert.equal(await world.gateway.stop(), 0);
      const file = await segment();
      const { size } = await stat(file);
      const handle = await open(file, 'r');
      const head = Buffer.alloc(300);
      await handle.read(head, 0, head.length, 64);
      await handle.close();
      await appendFile(file, head);
      await world.startGateway();
      assert.equal(await world.recordOf(told), 'delivered');
      assert.equal((await stat(file)).size, size, 'exactly what was torn is cut');
      return {
        saw: 'nothing: no gateway ran',
        recorded: `all that was acknowledged; the log: "${world.logged(/torn by a crash/)}"`,
        recovered: `by the start itself; it serves ${await world.recovers()}`,
      };
    },
  },
  {
    name: 'the log is damaged in the middle, while the gateway runs',
    injected: 'one bit of a record turned over in the open segment',
    run: async () => {
      const first = await world.write();
      const file = await segment();
      const { size } = await stat(file);
      const told = await world.write();
      const turnBack = await flip(file, size - 40);
      const later = await world.write();
      assert.deepEqual([told.status, later.status], [200, 200]);
      assert.equal(await world.recordOf(later), 'delivered', 'what comes after is recorded');
      const shown = await world.world.api(world.token, `/api/v1/records/${first.decision}`);
      const answer = await shown.text();
      assert.notEqual(shown.status, 200, 'a record that was changed is not shown as if it were whole');
      assert.match(answer, /This record is damaged: it is not what was written\..*Tell the platform team/);
      const verified = await runGateway(['verify', '--data', world.records]);
      assert.equal(verified.code, 1);
      assert.match(verified.out, /000000000001\.segment/);
      await turnBack();
      assert.equal(await world.recordOf(first), 'delivered');
      return {
        saw: `${later.status}, as ever; whoever opens the damaged record: ${shown.status} ${answer.slice(0, 160)}`,
        recorded: `all that comes after; "vectorgate-gateway verify" says: ${verified.out.split('\n')[1]?.trim()}`,
        recovered: 'once the file is put right, without a restart',
      };
    },
  },
  {
    name: 'the log is damaged in the middle, at a start',
    injected: 'one bit of an early record turned over in the segment',
    run: async () => {
      const told = await world.write();
      assert.equal(await world.gateway.stop(), 0);
      const file = await segment();
      const copy = join(world.world.folder, 'copy.segment');
      await copyFile(file, copy);
      await flip(file, 400);
      const { size } = await stat(file);
      const refused = await runGateway(['--config', world.world.configurationFile]);
      assert.equal(refused.code, 1);
      assert.match(
        refused.err,
        /^VectorGate cannot start: the record log in .* is damaged: segment 000000000001\.segment, byte \d+: .*\. Nothing was changed\. Restore that file from a copy, or move the data folder aside/,
      );
      assert.equal((await stat(file)).size, size);
      await copyFile(copy, file);
      await world.startGateway();
      assert.equal(await world.recordOf(told), 'delivered');
      return {
        saw: 'a connection that is refused: the gateway does not start',
        recorded: 'nothing is changed, nothing is cut',
        restart: refused.err.trim().replaceAll(world.world.folder, '…'),
      };
    },
  },
];

test('a log that is torn or damaged is told with its place, and never read as if it were whole', (context) =>
  injectAll(context, 'Faults of the log', faults, () => world.nothingIsLost()));
