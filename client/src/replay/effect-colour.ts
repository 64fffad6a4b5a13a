const colours = { '⊘': 'red', '✗': 'red', '?': 'red', '▒': 'yellow', '✓': 'green' } as const;

/** The colour of an effect that is told by its sign and word. */
export const colourOf = (effect: string): 'red' | 'yellow' | 'green' | undefined =>
  Object.entries(colours).find(([sign]) => effect.startsWith(sign))?.[1];
