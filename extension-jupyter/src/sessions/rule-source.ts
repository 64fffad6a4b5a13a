/** Where a rule is read. */
export type RuleSource =
  | { readonly is: 'here'; readonly path: string }
  /** As the gateway has it in force. */
  | { readonly is: 'in-force'; readonly path: string; readonly text: string }
  | { readonly is: 'nowhere' };

export interface RuleSourceParts {
  /** The file of this server's folder that the gateway means. */
  readonly find: (file: string) => Promise<string | undefined>;
  /** Whether the gateway shows this person the policies in force. */
  readonly reads: boolean;
  /** `GET /api/v1/policy/files`. */
  readonly inForce: () => Promise<unknown>;
}

/** The policy file that a rule stands in: this server's own, else the gateway's, by its own name for it. */
export async function ruleSource(
  file: string,
  { find, reads, inForce }: RuleSourceParts,
): Promise<RuleSource> {
  const path = await find(file);
  if (path !== undefined) return { is: 'here', path };
  if (!reads) return { is: 'nowhere' };
  const answer = (await inForce()) as { readonly files?: unknown };
  const name = file.replace(/^(\.?\/)+/, '');
  for (const one of Array.isArray(answer?.files) ? answer.files : [])
    if (one?.path === name && typeof one.text === 'string')
      return { is: 'in-force', path: name, text: one.text };
  return { is: 'nowhere' };
}
