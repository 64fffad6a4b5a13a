import { StrictReading } from '../strict-reading.ts';

export { quoted } from '../strict-reading.ts';
export const reading = new StrictReading('Qdrant’s');
export const { unreadable, malformed } = reading;
