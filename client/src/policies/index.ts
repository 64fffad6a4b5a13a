export { toldChange } from './change-words.ts';
export { type PolicyTexts, textsIn } from './policy-texts.ts';
export { envelopeOf, type InForce, inForceAt, type Publication } from './publication.ts';
export { newSigningKey, readSigningKey, type SigningKey, usualKeyFile } from './signing-key.ts';
export { writtenBy } from './written-by.ts';
