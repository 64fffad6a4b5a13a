import {
  type CatalogueStore,
  type KeptCatalogue,
  readKeptCatalogue,
} from '@vectorgate/policy-schema/live-catalogue';

const key = '@vectorgate/jupyterlab:catalogue';

/** Keeps the catalogue in the browser, for the sign-in that it was told to, until that ends. */
export const keptInBrowser: CatalogueStore = {
  read: async (session) => {
    const text = localStorage.getItem(key);
    return text === null ? undefined : readKeptCatalogue(text, session);
  },
  write: async (kept: KeptCatalogue) => {
    try {
      localStorage.setItem(key, JSON.stringify(kept));
    } catch {
      // A browser that has no room for it asks the gateway again at the next start.
      localStorage.removeItem(key);
    }
  },
  forget: async () => localStorage.removeItem(key),
};
