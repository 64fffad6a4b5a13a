import type { Catalogue } from '../language/catalogue.ts';
import { catalogueOfFile } from '../surroundings/catalogue-of-file.ts';
import { filesOnDisk } from './files-on-disk.ts';

/** Reads a snapshot of what exists, from this machine. */
export const readCatalogue = (path: string): Promise<Catalogue> => catalogueOfFile(path, filesOnDisk);
