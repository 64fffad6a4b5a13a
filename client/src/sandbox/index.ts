export { openSandbox, type Sandbox, type SandboxParts } from './open-sandbox.ts';
export { stepsInArchive } from './steps-in-archive.ts';
export { tellSandbox } from './tell-sandbox.ts';
