import { workspace } from 'vscode';
import type { LanguageClientOptions } from 'vscode-languageclient';
import { offerOverSelection } from './offer-over-selection.ts';
import { catalogueLanguage, policyLanguage, policyTestLanguage } from './policy-language.ts';

/** What the client of the language server is told, whichever way the server runs. */
export const clientOptions = (): LanguageClientOptions => ({
  // By language alone: a snapshot that somebody has as plain YAML is checked by the extension for YAML, and not twice.
  documentSelector: [policyLanguage, policyTestLanguage, catalogueLanguage].map((language) => ({ language })),
  initializationOptions: {
    // A copy: settings are proxies, which cannot be sent to a worker.
    severities: { ...workspace.getConfiguration('vectorgate.policies').get<object>('severities') },
    files: true,
  },
  synchronize: { configurationSection: 'vectorgate.policies' },
  middleware: {
    provideCompletionItem: async (document, position, context, token, next) =>
      offerOverSelection(document, position, await next(document, position, context, token)),
  },
});
