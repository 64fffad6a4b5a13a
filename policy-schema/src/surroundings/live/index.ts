export { type CatalogueWords, catalogueWords } from './catalogue-words.ts';
export { readKeptCatalogue } from './kept-catalogue.ts';
export {
  type CatalogueStanding,
  type CatalogueStore,
  type CatalogueWorld,
  type KeptCatalogue,
  LiveCatalogue,
} from './live-catalogue.ts';
