export { toldChange } from './change-words.ts';
export { envelopeOf } from './envelope-of.ts';
export { type InForce, inForceAt } from './in-force.ts';
export { type PolicyTexts, textsIn } from './policy-texts.ts';
export type { Publication } from './publication.ts';
export { newSigningKey, readSigningKey, type SigningKey, usualKeyFile } from './signing-key.ts';
export { writtenBy } from './written-by.ts';
