/** A text's beginning, and how much of it is not in that. */
export interface CutText {
  readonly shown: string;
  /** Characters (UTF-16 units) left out; 0: nothing. */
  readonly left: number;
}

/** Cuts a text so that at most `most` characters show; never through a pair that makes one character. */
export function cutText(text: string, most: number): CutText {
  if (text.length <= most) return { shown: text, left: 0 };
  const last = text.charCodeAt(most - 1);
  const end = last >= 0xd800 && last <= 0xdbff ? most - 1 : most;
  return { shown: text.slice(0, end), left: text.length - end };
}
