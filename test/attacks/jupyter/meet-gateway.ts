import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { pythonProgram } from '@vectorgate/demo';
import { program } from './broker-world.ts';

/** What the person's side made of a gateway. */
export interface Meeting {
  /** The page to which the person's browser would have been sent. */
  readonly authorize: string | null;
  readonly signedIn: boolean;
  /** The names that it governs from now on. */
  readonly governed: readonly string[];
  /** The codes of what was refused, in turn. */
  readonly refused: readonly string[];
  /** What no person should see. */
  readonly complaints: string;
}

export interface Person {
  /** Asks a gateway what is governed, begins a sign-in and ends it with a code. `cache`: a folder of its own. */
  meet(gateway: string, cache: string): Promise<Meeting>;
  close(): Promise<void>;
}

/** Starts a person's side that can meet gateways. */
export function startPerson(): Person {
  const child = spawn(pythonProgram(), [program('meet_gateways.py')], { stdio: ['pipe', 'pipe', 'inherit'] });
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  return {
    meet: async (gateway, cache) => {
      child.stdin.write(`${JSON.stringify({ gateway, cache })}\n`);
      const { value, done } = await answers.next();
      if (done === true) throw new Error('the person’s side ended');
      return JSON.parse(String(value)) as Meeting;
    },
    close: async () => {
      child.stdin.end();
      await ended;
    },
  };
}
