const codes = { red: 31, green: 32, yellow: 33, dim: 2, bold: 1 } as const;

/** Puts colours on words, or leaves them as they are where the other side shows none. */
export type Paint = (colour: keyof typeof codes, text: string) => string;

export const painter =
  (colour: boolean): Paint =>
  (name, text) =>
    colour ? `\u001b[${codes[name]}m${text}\u001b[0m` : text;
