import type { ScannedFrame } from '../log/scan-segment.ts';
import { headerBytes, parseHeader } from '../parts/decode-record.ts';
import { indexEntry } from './index-entry.ts';
import type { RecordIndex } from './record-index.ts';

/** Puts a record that was read from the log into the index. */
export function addFrame(index: RecordIndex, frame: ScannedFrame): void {
  const header = headerBytes(frame.record);
  const { sequence, segment, offset, length, chain } = frame;
  index.add(indexEntry(parseHeader(header), header.length, { sequence, segment, offset, length, chain }));
}
