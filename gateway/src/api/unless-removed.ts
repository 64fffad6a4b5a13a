import { GateError } from '../errors/gate-error.ts';

/**
 * A record that is one of many; undefined where its file was removed, as it was past its time, between the index's answer and the
 * reading of it. That one is gone is no reason to show none.
 */
export async function unlessRemoved<Stored>(reading: Promise<Stored>): Promise<Stored | undefined> {
  try {
    return await reading;
  } catch (error) {
    if (error instanceof GateError && error.code === 'record-removed') return undefined;
    throw error;
  }
}
