import type { PolicyFiles } from '../surroundings/policy-files.ts';

/** The files of a disk, which an editor names by addresses. */
export interface AddressedFiles extends PolicyFiles {
  /** The path of a document; undefined when it lies on no disk. */
  pathOf(uri: string): string | undefined;
  uriOf(path: string): string;
}
