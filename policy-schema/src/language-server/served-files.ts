import type { PolicyFiles } from '../surroundings/policy-files.ts';
import type { AddressedFiles } from './addressed-files.ts';
import type { EditorFiles } from './editor-files.ts';

const isAddress = (path: string): boolean => /^[a-z][\w+.-]+:/i.test(path);

/** The files around the documents of an editor: those of the server's own disk, if it has one, and those that the editor holds. */
export class ServedFiles implements PolicyFiles {
  readonly #disk: AddressedFiles | undefined;
  readonly #editor: EditorFiles;
  /** Whether the editor answers for files that lie on no disk. */
  editorAnswers = false;
  /** The folders that the editor opened, as paths. */
  workspaces: readonly string[] = [];

  constructor(disk: AddressedFiles | undefined, editor: EditorFiles) {
    this.#disk = disk;
    this.#editor = editor;
  }

  /** The path of a document: of one that is on no disk its address. */
  readonly pathOf = (uri: string): string => this.#disk?.pathOf(uri) ?? uri;

  /** The address of a path that `pathOf` gave. */
  readonly uriOf = (path: string): string =>
    this.#disk === undefined || isAddress(path) ? path : this.#disk.uriOf(path);

  workspaceOf(path: string): string | undefined {
    return this.workspaces.find((folder) => path.startsWith(folder));
  }

  /** Whether anything is known of what lies around a document. */
  surround(uri: string): boolean {
    const path = this.pathOf(uri);
    if (!isAddress(path)) return true;
    // What no folder of the workspace holds is a file of another kind: an older version, or one that was never saved.
    return this.editorAnswers && this.workspaceOf(path) !== undefined;
  }

  changed(): void {
    this.#editor.changed();
  }

  parentOf(path: string): string | undefined {
    return this.#of(path).parentOf(path);
  }

  nameOf(path: string): string {
    return this.#of(path).nameOf(path);
  }

  inside(folder: string, name: string): string {
    return this.#of(folder).inside(folder, name);
  }

  isThere(path: string): Promise<boolean> {
    return this.#of(path).isThere(path);
  }

  read(path: string): Promise<string> {
    return this.#of(path).read(path);
  }

  policiesBelow(folder: string): Promise<readonly string[]> {
    return this.#of(folder).policiesBelow(folder);
  }

  policiesAt(paths: readonly string[]): Promise<readonly string[]> {
    const [first] = paths;
    return first === undefined ? Promise.resolve([]) : this.#of(first).policiesAt(paths);
  }

  #of(path: string): PolicyFiles {
    return this.#disk === undefined || isAddress(path) ? this.#editor : this.#disk;
  }
}
