import type { PolicyEnvironment } from '../compile/environment.ts';
import { environmentOfFile } from '../surroundings/environment-of-file.ts';
import { filesOnDisk } from './files-on-disk.ts';

/** Reads connections, issuers and claims from a gateway's configuration file on this machine. */
export const readEnvironment = (path: string): Promise<PolicyEnvironment> =>
  environmentOfFile(path, filesOnDisk);
