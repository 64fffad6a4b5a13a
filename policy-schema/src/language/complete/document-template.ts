import { slug } from '../document/slug.ts';
import type { Candidate } from './completion.ts';

/** A whole document to begin from, named as its file is. */
export const documentTemplate = (path: string): Candidate & { readonly insert: string } => ({
  label: 'policy',
  rank: -1,
  kind: 'rule',
  detail: 'a whole policy to begin from',
  isSnippet: true,
  insert: `apiVersion: vectorgate/v1
kind: Policy
metadata: { name: \${1:${nameOfFile(path) ?? 'name'}}, owner: \${2:owner}, contact: "\${3:#channel}" }
spec:
  rules:
    - $0`,
  documentation: 'A policy: who may do what with which collections.',
});

/** What a policy may be called after its file; undefined where the file has no name yet. */
export function nameOfFile(path: string): string | undefined {
  const base =
    path
      .split(/[\\/]/)
      .at(-1)
      ?.replace(/\.policy\.(ya?ml|json)$/, '') ?? '';
  const name = slug(base);
  return name === '' || /^untitled/i.test(name) ? undefined : name;
}
