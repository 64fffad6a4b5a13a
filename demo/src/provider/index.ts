export type { ProviderPerson } from './provider-person.ts';
export {
  type ProviderClient,
  type ProviderOptions,
  type RunningProvider,
  startProvider,
  type WorkloadTokenRequest,
} from './start-provider.ts';
