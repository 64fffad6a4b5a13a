// Asks the broker of its environment for so many tokens at once: a process of its own, as kernels are. What one process may
// keep of a broker's places is bounded.
import { askSocket } from './ask-socket.ts';

const { VECTORGATE_BROKER: path = '', VECTORGATE_BROKER_KEY: key } = process.env;
const ask = async (): Promise<unknown> => {
  const { text } = await askSocket(path, `${JSON.stringify({ v: 1, key, op: 'token' })}\n`, 30_000);
  return JSON.parse(text || '{}');
};
const answers = await Promise.all(Array.from({ length: Number(process.argv[2]) }, ask));
process.stdout.write(JSON.stringify(answers));
