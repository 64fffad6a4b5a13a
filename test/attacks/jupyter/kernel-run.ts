import { randomUUID } from 'node:crypto';
import type { RunningJupyter } from '@vectorgate/demo';

/** Asks Jupyter's own API as its owner. */
export const askJupyter = async (
  { url, token }: RunningJupyter,
  path: string,
  init: RequestInit = {},
): Promise<Response> =>
  fetch(`${url}/${path}`, { ...init, headers: { authorization: `token ${token}`, ...init.headers } });

/** Starts a Python kernel. @returns its id */
export async function startKernel(jupyter: RunningJupyter): Promise<string> {
  const answer = await askJupyter(jupyter, 'api/kernels', {
    method: 'POST',
    body: JSON.stringify({ name: 'python3' }),
  });
  return ((await answer.json()) as { id: string }).id;
}

/** Runs code in a kernel as a cell. @returns what it printed, and its exception */
export async function runInKernel(jupyter: RunningJupyter, kernel: string, code: string): Promise<string> {
  const address = `${jupyter.url.replace('http', 'ws')}/api/kernels/${kernel}/channels?token=${jupyter.token}`;
  const socket = new WebSocket(address);
  const { promise, resolve, reject } = Promise.withResolvers<string>();
  const id = randomUUID();
  let printed = '';
  socket.onerror = () => reject(new Error('the kernel cannot be spoken to'));
  socket.onopen = () => {
    const header = { msg_id: id, msg_type: 'execute_request', session: id, username: '', version: '5.3' };
    const content = { code, silent: false, store_history: true, user_expressions: {}, allow_stdin: false };
    socket.send(
      JSON.stringify({ channel: 'shell', header, parent_header: {}, metadata: {}, content, buffers: [] }),
    );
  };
  socket.onmessage = ({ data }) => {
    if (typeof data !== 'string') return;
    const {
      msg_type: type,
      parent_header: parent,
      content,
    } = JSON.parse(data) as {
      msg_type: string;
      parent_header: { msg_id?: string };
      content: { text?: string; evalue?: string; execution_state?: string };
    };
    if (parent.msg_id !== id) return;
    printed += (type === 'stream' ? content.text : type === 'error' ? content.evalue : undefined) ?? '';
    if (type === 'status' && content.execution_state === 'idle') resolve(printed);
  };
  try {
    return await promise;
  } finally {
    socket.close();
  }
}
