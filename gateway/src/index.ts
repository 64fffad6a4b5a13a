export type { Configuration } from './configuration/configuration.ts';
export { ConfigurationError } from './configuration/configuration-error.ts';
export { loadConfiguration, parseConfiguration } from './configuration/load-configuration.ts';
export { GateError } from './errors/gate-error.ts';
export { type RunningGateway, startGateway } from './start-gateway.ts';
