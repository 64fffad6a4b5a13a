/** What a page needs of this folder: it uses nothing of Node. */
export { ClientError } from '../errors/client-error.ts';
export { type ToldChange, toldChange } from './change-words.ts';
export { type InForce, inForceAt } from './in-force.ts';
export { type PolicyTexts, textsIn } from './policy-texts.ts';
export { bundleOf, type Publication } from './publication.ts';
