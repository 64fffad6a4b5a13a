export type { PolicyEnvironment } from '../compile/environment.ts';
export type { CatalogDocument } from '../schema/catalog-schema.ts';
export { catalogueOf } from './catalogue-of.ts';
export { catalogueOfText } from './catalogue-of-text.ts';
export { environmentOfConfig } from './environment-of-config.ts';
export { joinCatalogues } from './join-catalogues.ts';
export { gatherCatalogue } from './live/gather-catalogue.ts';
export { overlayCatalogues } from './overlay-catalogues.ts';
export { besideNames, type Folders, type PolicyRoot, policyRoot } from './policy-root.ts';
