import { plainLine } from '@vectorgate/replay-ui/records';

/** A plain line for a notification: the editor makes a press out of `[text](address)`, a command's too, so that is parted. */
export const noticeText = (text: string): string => plainLine(text, 1_000).replaceAll('](', '] (');
