import { StrictReading } from '../strict-reading.ts';

export { quoted } from '../strict-reading.ts';
export const reading = new StrictReading('Chroma’s');
export const { unreadable, malformed } = reading;
