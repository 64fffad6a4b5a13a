import { plainLine } from '@vectorgate/replay-ui/records';

/** What the editor reads as an icon, with what already keeps it from that. */
const icon = /(\\)?\$\([A-Za-z0-9-]+(?:~[A-Za-z]+)?\)/g;

/** A plain line where the editor draws `$(name)` as an icon: in quick picks, the status bar and the test explorer. */
export const labelText = (text: string, most?: number): string =>
  plainLine(text, most).replace(icon, (found, kept) => (kept === undefined ? `\\${found}` : found));
