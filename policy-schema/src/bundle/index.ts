export { BundleError } from './bundle-error.ts';
export {
  bundleType,
  CanaryEnvelopeSchema,
  canaryType,
  type Envelope,
  EnvelopeSchema,
  keyIdOf,
  mostEnvelope,
  type PayloadType,
  signedBytes,
} from './envelope.ts';
export { isPolicyFileName } from './file-names.ts';
export { bundleText, type PolicyBundle, readBundle } from './policy-bundle.ts';
