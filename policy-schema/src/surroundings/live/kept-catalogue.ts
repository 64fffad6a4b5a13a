import type { KeptCatalogue } from './live-catalogue.ts';

/** What an editor kept as text; undefined for what was kept for another sign-in, or is cut short. */
export function readKeptCatalogue(text: string, session: string): KeptCatalogue | undefined {
  try {
    const kept = JSON.parse(text) as Partial<KeptCatalogue> | null;
    if (kept?.session !== session || !Array.isArray(kept.asked)) return undefined;
    return kept.document?.kind === 'Catalog' ? (kept as KeptCatalogue) : undefined;
  } catch {
    // The gateway tells it again.
    return undefined;
  }
}
