const words: Readonly<Record<string, string>> = {
  redact: 'redacted',
  partial: 'shown in part',
  hash: 'hashed',
  tokenize: 'tokenized',
  nullify: 'made null',
  drop: 'left out',
};

/** What a method of masking has done to a field; another one by its own word. */
export const methodText = (method: string): string => words[method] ?? method;
