import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { ISessionContext } from '@jupyterlab/apputils';
import type { Kernel } from '@jupyterlab/services';
import { Signal } from '@lumino/signaling';
import { HealKernels } from '../heal-kernels.ts';
import { LedKernels } from './led-kernels.ts';
import { restartInto } from './restart-into.ts';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));
type Answer = { readonly status: 'ok' } | { readonly status: 'error'; readonly ename: string };

/**
 * A document whose kernel queues as JupyterLab's does (KernelConnection.restart and _sendMessage): a restart tells its status,
 * drops what is pending, and what is asked until the new connection is there waits for that, in order.
 */
function document(answer: () => Answer) {
  const ran: string[] = [];
  let pending: { readonly code: string; readonly send: () => void; readonly drop: () => void }[] = [];
  let isOpen = true;
  const context = {} as Record<string, unknown>;
  const signal = () => new Signal<object, unknown>(context);
  const [kernelChanged, statusChanged, connectionStatusChanged] = [signal(), signal(), signal()];
  const drop = (): void => {
    for (const one of pending) one.drop();
    pending = [];
  };
  const open = (): void => {
    isOpen = true;
    connectionStatusChanged.emit('connected');
    for (const one of pending) one.send();
    pending = [];
  };
  const kernel = {
    id: 'k',
    isDisposed: false,
    info: Promise.resolve({ language_info: { name: 'python' } }),
    requestExecute: ({ code }: { code: string }) => {
      const { promise, resolve, reject } = Promise.withResolvers<{ content: Answer }>();
      const send = (): void => {
        ran.push(code);
        resolve({ content: code === 'lead' ? answer() : { status: 'ok' } });
      };
      if (isOpen) send();
      else pending.push({ code, send, drop: () => reject(new Error('Canceled')) });
      return { done: promise };
    },
    restart: async () => {
      statusChanged.emit('restarting');
      drop();
      isOpen = false;
      await turn();
      open();
    },
  };
  /** The server restarts it after a crash: the status comes first, in a microtask of its own. */
  const crash = async (): Promise<void> => {
    void Promise.resolve().then(async () => {
      statusChanged.emit('autorestarting');
      drop();
      isOpen = false;
      await turn();
      open();
    });
    statusChanged.emit('restarting');
    await turn();
  };
  Object.assign(context, { kernelChanged, statusChanged, connectionStatusChanged, session: { kernel } });
  return {
    ran,
    crash,
    kernel: kernel as unknown as Kernel.IKernelConnection,
    context: context as unknown as ISessionContext,
    another: () => kernelChanged.emit({ oldValue: kernel, newValue: { ...kernel, id: 'other' } }),
    cell: (code: string) => void kernel.requestExecute({ code }).done.catch(() => undefined),
  };
}

async function world(answer: () => Answer = () => ({ status: 'ok' })) {
  const told: string[] = [];
  const led = new LedKernels((text) => told.push(text));
  const doc = document(answer);
  new HealKernels({ healCode: async () => 'heal' }, () => {}, led).watch(doc.context);
  await turn();
  doc.ran.length = 0;
  return { ...doc, led, told };
}

test('a cell that is run while the kernel restarts waits until that is led', async () => {
  const { ran, kernel, cell } = await world();
  const done = restartInto(kernel, 'lead');
  cell('cell');
  await done;
  await turn();
  assert.deepEqual(ran.slice(0, 2), ['lead', 'cell']);
});

test('whatever restarts a led kernel, it is led again ahead of every cell', async () => {
  const { ran, kernel, led, cell, crash, told } = await world();
  led.add('k', { name: 'a.ipynb', code: 'lead' });
  for (const restart of [() => kernel.restart(), crash]) {
    ran.length = 0;
    const done = restart();
    await null;
    await null;
    cell('meanwhile');
    await done;
    cell('all');
    await turn();
    await turn();
    assert.equal(ran[0], 'lead');
    assert.ok(ran.includes('meanwhile') && ran.includes('all'));
  }
  assert.deepEqual(told, []);
  led.letGo('k');
  ran.length = 0;
  await kernel.restart();
  await turn();
  assert.deepEqual(ran, ['heal']);
});

test('where its sandbox has ended the person is told, and the next restart leaves it', async () => {
  const { ran, kernel, led, told } = await world(() => ({ status: 'error', ename: 'VectorGateError' }));
  led.add('k', { name: 'a.ipynb', code: 'lead' });
  await kernel.restart();
  await turn();
  assert.equal(told.length, 1);
  assert.match(
    told[0]!,
    /kernel of a\.ipynb was restarted, and its sandbox has ended\. Its cells reach no store/,
  );
  ran.length = 0;
  await kernel.restart();
  await turn();
  assert.deepEqual([ran, told.length], [['heal'], 1]);
  await assert.rejects(restartInto(kernel, 'lead'), /reach no store/);
});

test('a notebook that gets another kernel is told to be out of it', async () => {
  const { led, told, another } = await world();
  another();
  assert.deepEqual(told, []);
  led.add('k', { name: 'a.ipynb', code: 'lead' });
  another();
  assert.match(told.join(), /a\.ipynb has another kernel now, which is not in the sandbox/);
});
