import type { Connection } from 'vscode-languageserver';
import { UsageError } from '../errors/usage-error.ts';
import type { PolicyFiles } from '../surroundings/policy-files.ts';
import { fileMessages, type ListAnswer, type ReadAnswer } from './file-messages.ts';

/** Most folders and files that are looked through for one policy: each is a request of its own. */
const most = { folders: 500, files: 500, atOnce: 8 } as const;

type Entries = NonNullable<ListAnswer['entries']>;

const isPolicy = (name: string): boolean => /\.policy\.(ya?ml|json)$/.test(name);

/** One part of an address, as editors write it. */
const encoded = (part: string): string =>
  encodeURIComponent(part).replaceAll(
    /[!'()*]/g,
    (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`,
  );

/** Where the path of an address begins: behind scheme and authority. */
const pathAt = (address: string): number => /^[^:/]+:(\/\/[^/]*)?/.exec(address)?.[0].length ?? 0;

/** The files that an editor holds, wherever it has them from. Their paths are their addresses. */
export class EditorFiles implements PolicyFiles {
  readonly #connection: Connection;
  readonly #trouble: (text: string) => void;
  #lists = new Map<string, Promise<Entries>>();

  constructor(connection: Connection, trouble: (text: string) => void) {
    this.#connection = connection;
    this.#trouble = trouble;
  }

  /** Something of them changed: folders are looked into anew when they are next asked for. */
  changed(): void {
    this.#lists = new Map();
  }

  parentOf(path: string): string | undefined {
    const [start, end] = [pathAt(path), path.lastIndexOf('/')];
    if (end < start || path.length <= start + 1) return undefined;
    return path.slice(0, Math.max(end, start + 1));
  }

  nameOf(path: string): string {
    return decodeURIComponent(path.slice(Math.max(path.lastIndexOf('/') + 1, pathAt(path))));
  }

  inside(folder: string, name: string): string {
    let at = folder;
    for (const part of name.split('/')) {
      if (part === '' || part === '.') continue;
      at = part === '..' ? (this.parentOf(at) ?? at) : `${at.endsWith('/') ? at : `${at}/`}${encoded(part)}`;
    }
    return at;
  }

  async isThere(path: string): Promise<boolean> {
    const folder = this.parentOf(path);
    if (folder === undefined) return false;
    const entries = await this.#list(folder).catch(() => []);
    const name = this.nameOf(path);
    return entries.some((one) => !one.isFolder && one.name === name);
  }

  async read(path: string): Promise<string> {
    const { text, trouble } = await this.#connection.sendRequest<ReadAnswer>(fileMessages.read, {
      uri: path,
    });
    if (text !== undefined) return text;
    throw new UsageError(`${path} cannot be read: ${trouble ?? 'the editor does not say why'}.`);
  }

  async policiesBelow(folder: string): Promise<readonly string[]> {
    const found: string[] = [];
    const open = [folder];
    for (let looked = 0; open.length > 0; ) {
      const next = open.splice(0, most.atOnce);
      looked += next.length;
      for (const entries of await Promise.all(next.map((one) => this.#list(one)))) {
        for (const { name, uri, isFolder } of entries) {
          if (name.startsWith('.')) continue;
          if (isFolder) open.push(uri);
          else if (isPolicy(name)) found.push(uri);
        }
      }
      if (open.length > 0 && (looked >= most.folders || found.length > most.files)) {
        this.#trouble(
          `${folder} has more folders than are looked through; policies in the others are left out.`,
        );
        break;
      }
    }
    return found.sort();
  }

  async policiesAt(paths: readonly string[]): Promise<readonly string[]> {
    const found = await Promise.all(
      paths.map(async (path) => ((await this.isThere(path)) ? [path] : this.policiesBelow(path))),
    );
    return [...new Set(found.flat())].sort();
  }

  #list(folder: string): Promise<Entries> {
    const kept = this.#lists.get(folder);
    if (kept !== undefined) return kept;
    const list = this.#listNow(folder);
    this.#lists.set(folder, list);
    return list;
  }

  async #listNow(folder: string): Promise<Entries> {
    const { entries, trouble } = await this.#connection.sendRequest<ListAnswer>(fileMessages.list, {
      uri: folder,
    });
    if (entries !== undefined) return entries;
    throw new UsageError(`${folder} cannot be read: ${trouble ?? 'the editor does not say why'}.`);
  }
}
