import assert from 'node:assert/strict';
import { test } from 'node:test';
import { type ActiveNotebook, KernelLedger } from './kernel-ledger.ts';
import { isKernelCommand } from './kernel-process.ts';

const now = 1_000_000;
const notebook = (name: string, ran: number, folder = '/w'): ActiveNotebook => ({
  uri: `file://${folder}/${name}`,
  name,
  folder,
  ran,
  python: true,
});
const process = (pid: number, started: number, folder = '/w') => ({
  pid,
  started,
  folder,
  python: `/env${pid}/bin/python`,
});
const brief = (entries: ReturnType<KernelLedger['look']>) =>
  entries.map(({ pid, name, standing }) => [pid, name, standing]);

test('a kernel that said hello is governed, another is not', () => {
  const ledger = new KernelLedger();
  const entries = ledger.look(
    [notebook('a.ipynb', 110_000), notebook('b.ipynb', 210_000)],
    [process(1, 100_000), process(2, 200_000)],
    [{ pid: 1, kernel: 'k' }],
    now,
  );
  assert.deepEqual(brief(entries), [
    [1, 'a.ipynb', 'governed'],
    [2, 'b.ipynb', 'not governed'],
  ]);
});

test('a notebook has the interpreter of its kernel', () => {
  const entries = new KernelLedger().look(
    [notebook('a.ipynb', 110_000)],
    [process(7, 100_000)],
    [{ pid: 7 }],
    now,
  );
  assert.deepEqual(
    entries.map(({ name, python }) => [name, python]),
    [['a.ipynb', '/env7/bin/python']],
  );
});

test('a kernel that is just starting is not judged yet', () => {
  const ledger = new KernelLedger();
  assert.deepEqual(ledger.look([notebook('a.ipynb', now)], [process(1, now - 2_000)], [], now), []);
  assert.deepEqual(
    brief(ledger.look([notebook('a.ipynb', now)], [process(1, now - 2_000)], [], now + 15_000)),
    [[1, 'a.ipynb', 'not governed']],
  );
});

test('the folder decides before the time, and a pair lasts while others come and go', () => {
  const ledger = new KernelLedger();
  const first = notebook('a.ipynb', 300_000, '/x');
  const processes = [process(1, 100_000, '/x'), process(2, 200_000, '/y')];
  assert.equal(ledger.look([first], processes, [], now)[0]?.name, 'a.ipynb');
  const later = ledger.look(
    [first, notebook('b.ipynb', 400_000, '/x')],
    [...processes, process(3, 390_000, '/x')],
    [],
    now,
  );
  assert.deepEqual(
    later.map(({ pid, name }) => [pid, name]),
    [
      [1, 'a.ipynb'],
      [2, 'kernel 2'],
      [3, 'b.ipynb'],
    ],
  );
});

test('after a restart the notebook has the new process', () => {
  const ledger = new KernelLedger();
  ledger.look([notebook('a.ipynb', 110_000)], [process(1, 100_000)], [], now);
  const entries = ledger.look([notebook('a.ipynb', 510_000)], [process(9, 500_000)], [{ pid: 9 }], now);
  assert.deepEqual(brief(entries), [[9, 'a.ipynb', 'governed']]);
});

test('a notebook whose kernel runs on another machine is told so; another language is left alone', () => {
  const ledger = new KernelLedger();
  const entries = ledger.look(
    [notebook('a.ipynb', 100_000), { ...notebook('r.ipynb', 100_000), python: false }],
    [],
    [],
    now,
  );
  assert.deepEqual(brief(entries), [[0, 'a.ipynb', 'elsewhere']]);
});

test('where the system tells no processes, those that said hello are known', () => {
  const ledger = new KernelLedger();
  const entries = ledger.look(
    [notebook('a.ipynb', 100_000)],
    undefined,
    [{ pid: 5, kernel: 'k' }, { pid: 6 }],
    now,
  );
  assert.deepEqual(brief(entries), [[5, 'a.ipynb', 'governed']]);
});

test('command lines of kernels are known from those of other Pythons', () => {
  for (const args of [
    ['python', '-m', 'ipykernel_launcher', '-f', '/run/kernel-1.json'],
    ['python', '-m', 'ipykernel_launcher', '--f=/run/kernel-v31.json'],
    ['/v/bin/python', '-Xfrozen_modules=off', '-m', 'ipykernel', '-f', 'x.json'],
  ])
    assert.equal(isKernelCommand(args), true, args.join(' '));
  for (const args of [
    ['python', 'script.py', '-f', 'x.json'],
    ['pip', 'install', 'ipykernel'],
    ['grep', 'ipykernel_launcher'],
  ])
    assert.equal(isKernelCommand(args), false, args.join(' '));
});

test('a kernel that was led to a sandbox is told so, at once, whoever else it said hello to', () => {
  const entries = new KernelLedger().look(
    [notebook('a.ipynb', now)],
    [process(1, now - 1_000), process(2, 100_000)],
    [
      { pid: 1, kernel: 'k' },
      { pid: 2, kernel: 'l' },
      { pid: 1, kernel: 'k', sandbox: true },
    ],
    now,
  );
  assert.deepEqual(brief(entries), [
    [1, 'a.ipynb', 'in a sandbox'],
    [2, 'kernel 2', 'governed'],
  ]);
});

test('of two words of a process the newest counts, and one of an earlier process with its number does not', () => {
  const look = (...governed: Parameters<KernelLedger['look']>[2]) =>
    brief(new KernelLedger().look([notebook('a.ipynb', 110_000)], [process(1, 100_000)], governed, now));
  const gate = { pid: 1, kernel: 'k' };
  const sandbox = { ...gate, sandbox: true } as const;
  assert.deepEqual(look({ ...gate, since: 101_000 }, { ...sandbox, since: 102_000 }), [
    [1, 'a.ipynb', 'in a sandbox'],
  ]);
  assert.deepEqual(look({ ...sandbox, since: 101_000 }, { ...gate, since: 102_000 }), [
    [1, 'a.ipynb', 'governed'],
  ]);
  assert.deepEqual(look({ ...gate, since: 102_000 }, { ...sandbox, since: 101_000 }), [
    [1, 'a.ipynb', 'governed'],
  ]);
  assert.deepEqual(look({ ...sandbox, since: 90_000 }), [[1, 'a.ipynb', 'not governed']]);
});

test('a notebook whose kernel is gone runs nowhere else before a cell of it ran again', () => {
  const ledger = new KernelLedger();
  const look = (ran: number, pids: readonly number[]) =>
    brief(
      ledger.look(
        [notebook('a.ipynb', ran)],
        pids.map((pid) => process(pid, 100_000 * pid)),
        [{ pid: 1 }, { pid: 3 }],
        now,
      ),
    );
  assert.deepEqual(look(110_000, [1]), [[1, 'a.ipynb', 'governed']]);
  assert.deepEqual(look(110_000, []), []);
  assert.deepEqual(look(110_000, [3]), [[3, 'kernel 3', 'governed']]);
  assert.deepEqual(look(310_000, [3]), [[3, 'a.ipynb', 'governed']]);
  assert.deepEqual(look(310_000, []), []);
  assert.deepEqual(look(410_000, []), [[0, 'a.ipynb', 'elsewhere']]);
});
