import { demoCollections } from '../data/demo-collections.ts';
import { qdrantLoader } from '../places.ts';

/** The demo's collections for Qdrant, those of the first tenant (Qdrant has none), and what loads them. */
export const qdrantData = () => ({
  collections: demoCollections().filter(({ tenant }) => tenant === 'default_tenant'),
  loader: qdrantLoader,
});
