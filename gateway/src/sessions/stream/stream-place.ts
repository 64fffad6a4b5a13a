import { readFile } from 'node:fs/promises';
import Type from 'typebox';
import { Check } from 'typebox/value';
import { GateError } from '../../errors/gate-error.ts';
import { writeDurably } from '../log/write-durably.ts';
import type { LogPlace } from './log-follower.ts';

const whole = Type.Integer({ minimum: 0 });
const PlaceFile = Type.Object({ sequence: whole, segment: whole, offset: whole });

/** How far the stream was, from the file that keeps it; undefined where there is none. Throws `GateError` code `stream-place`. */
export async function readStreamPlace(file: string): Promise<LogPlace | undefined> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw unreadable(file, error);
  }
  let place: unknown;
  try {
    place = JSON.parse(text);
  } catch (error) {
    throw unreadable(file, error);
  }
  if (!Check(PlaceFile, place)) throw unreadable(file, undefined);
  return place;
}

/** Durably, and whole or not at all. */
export async function writeStreamPlace(file: string, { sequence, segment, offset }: LogPlace): Promise<void> {
  await writeDurably(file, Buffer.from(`${JSON.stringify({ sequence, segment, offset })}\n`));
}

const unreadable = (file: string, cause: unknown): GateError =>
  new GateError(
    'stream-place',
    `VectorGate cannot start: ${file} does not say how far the records went to the collector of logs. Put it back, or delete it: then the stream begins with what is recorded from now on.`,
    { file },
    { cause },
  );
