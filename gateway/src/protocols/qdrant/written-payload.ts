import { WrittenFields } from '../written-fields.ts';
import { reading } from './unreadable.ts';

export type { WrittenItem } from '../written-fields.ts';

/** Collects the payloads of one request to Qdrant. */
export class WrittenPayloads extends WrittenFields {
  constructor(bytes: Buffer) {
    super(reading, bytes);
  }
}
