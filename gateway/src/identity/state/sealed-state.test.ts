import assert from 'node:assert/strict';
import { mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { GateError } from '../../errors/gate-error.ts';
import { SealedState } from './sealed-state.ts';
import { SqliteStateStore } from './sqlite-state-store.ts';

describe('sealed state', () => {
  let folder: string;
  let file: string;
  let instant = 1_000;
  const key = new Uint8Array(32).fill(7);
  const open = (): Promise<SealedState> => SealedState.open(new SqliteStateStore(file, () => instant), key);
  before(async () => {
    folder = await mkdtemp(join(tmpdir(), 'vectorgate-state-'));
    file = join(folder, 'data', 'sign-in.sqlite');
  });
  after(() => rm(folder, { recursive: true }));

  test('what is put is found by id, by alias and by group until it expires, also after a restart', async () => {
    const state = await open();
    await state.put('thing', 'one', { a: 1 }, { expires: 2_000, group: 'g', alias: 'x' });
    await state.close();
    const again = await open();
    assert.deepEqual((await again.get('thing', 'one'))?.value, { a: 1 });
    assert.deepEqual((await again.getByAlias('thing', 'x'))?.value, { a: 1 });
    assert.equal((await again.list('thing', 'g')).length, 1);
    assert.equal(await again.get('other', 'one'), undefined);
    instant = 2_000;
    assert.equal(await again.get('thing', 'one'), undefined);
    assert.equal(await again.getByAlias('thing', 'x'), undefined);
    instant = 1_000;
    await again.removeGroup('thing', 'g');
    assert.equal(await again.get('thing', 'one'), undefined);
    await again.close();
  });

  test('consuming counts once, and a later write does not undo it', async () => {
    const state = await open();
    await state.put('code', 'c', { n: 1 }, { expires: 2_000 });
    assert.deepEqual(await Promise.all([state.consume('code', 'c', 5), state.consume('code', 'c', 6)]), [
      true,
      false,
    ]);
    await state.put('code', 'c', { n: 2 }, { expires: 2_000 });
    assert.equal((await state.get('code', 'c'))?.consumed, 5);
    assert.equal(await state.consume('code', 'absent', 5), false);
    await state.close();
  });

  test('what was removed cannot be replaced', async () => {
    const state = await open();
    await state.put('thing', 'two', {}, { expires: 2_000 });
    assert.equal(await state.replace('thing', 'two', { b: 1 }, { expires: 2_000 }), true);
    await state.remove('thing', 'two');
    assert.equal(await state.replace('thing', 'two', { b: 2 }, { expires: 2_000 }), false);
    assert.equal(await state.get('thing', 'two'), undefined);
    await state.close();
  });

  test('the file is this user’s alone and rows cannot be swapped or changed', async () => {
    const state = await open();
    await state.put('thing', 'mine', { who: 'me' }, { expires: 2_000 });
    await state.put('thing', 'yours', { who: 'you' }, { expires: 2_000 });
    assert.equal((await stat(file)).mode & 0o777, 0o600);
    assert.equal((await stat(join(folder, 'data'))).mode & 0o777, 0o700);
    assert.throws(
      () => new DatabaseSync(file).exec('SELECT 1 FROM state'),
      /locked/,
      'nor may others look in',
    );
    await state.close();
    const raw = new DatabaseSync(file);
    raw.exec(
      "UPDATE state SET sealed = (SELECT sealed FROM state s WHERE s.kind = 'thing' AND s.key <> state.key LIMIT 1) WHERE kind = 'thing'",
    );
    raw.close();
    const changed = await open();
    await assert.rejects(changed.get('thing', 'mine'), /was changed/);
    await changed.close();
  });

  test('another key is refused at the start', async () => {
    const store = new SqliteStateStore(file, () => instant);
    await assert.rejects(SealedState.open(store, new Uint8Array(32)), /another master key/);
    await store.close();
  });

  test('a place that cannot be written to is named with the remedy', () => {
    const beneathAFile = join(file, 'data', 'sign-in.sqlite');
    assert.throws(
      () => new SqliteStateStore(beneathAFile, () => instant),
      (error: unknown) =>
        error instanceof GateError &&
        error.message.includes(beneathAFile) &&
        /writable for this user/.test(error.message),
    );
  });
});
