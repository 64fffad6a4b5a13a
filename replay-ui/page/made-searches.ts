import { ReplayError, type SearchKeeper } from '../src/host/index.ts';

/** Searches in memory; nothing can be kept as `full`. */
export function madeSearches(): SearchKeeper {
  const kept: Record<string, string> = { refused: 'effect:deny' };
  return {
    list: async () => ({ ...kept }),
    keep: async (name, query) => {
      if (name === 'full')
        throw new ReplayError('failed', 'The disk is full.', 'Make room for some bytes, and keep it again.');
      kept[name] = query;
    },
    drop: async (name) => {
      delete kept[name];
    },
  };
}
