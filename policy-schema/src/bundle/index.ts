export { BundleError } from './bundle-error.ts';
export {
  bundleType,
  type Envelope,
  EnvelopeSchema,
  keyIdOf,
  mostEnvelope,
  signedBytes,
} from './envelope.ts';
export { bundleText, type PolicyBundle, readBundle } from './policy-bundle.ts';
