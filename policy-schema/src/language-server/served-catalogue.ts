import type { Connection } from 'vscode-languageserver';
import { type Analysis, type WantedFields, wantedFields } from '../language/index.ts';
import { catalogueOf } from '../surroundings/catalogue-of.ts';
import { catalogueMessages } from './catalogue-messages.ts';
import type { PolicyDocuments } from './policy-documents.ts';

/**
 * What a gateway tells of what exists, as far as an editor asks one: the editor is told which collections the open policies
 * are about, and gives what it learnt, as a document of kind Catalog.
 */
export class ServedCatalogue {
  readonly #connection: Connection;
  readonly #wanted = new Map<string, readonly WantedFields[]>();
  /** What was told last: undefined is nothing yet. */
  #told: string | null | undefined;

  /** @param changed to be called when names, and with them lenses, may be others than before */
  constructor(connection: Connection, documents: PolicyDocuments, changed: () => void) {
    this.#connection = connection;
    connection.onNotification(catalogueMessages.known, ({ document }: { readonly document: unknown }) => {
      const known = document === null ? undefined : catalogueOf(document);
      if (document !== null && known === undefined)
        connection.console.warn('What the editor gave as the catalogue of a gateway is none.');
      documents.live = known && { ...known, live: true };
      changed();
    });
  }

  /** Tells the editor which collections matter, when that is news. */
  want(uri: string, analysis: Analysis): void {
    this.#wanted.set(uri, wantedFields(analysis));
    this.#tell();
  }

  forget(uri: string): void {
    // Of one that was no policy, or not looked at, nothing was told.
    if (this.#wanted.delete(uri)) this.#tell();
  }

  #tell(): void {
    const all = new Map(
      [...this.#wanted.values()].flat().map((one) => [`${one.connection}\n${one.collections}`, one]),
    );
    const wanted = this.#wanted.size === 0 ? null : [...all.values()];
    const key = wanted === null ? null : [...all.keys()].sort().join('\n\n');
    if (key === this.#told) return;
    this.#told = key;
    void this.#connection.sendNotification(catalogueMessages.wanted, { wanted });
  }
}
