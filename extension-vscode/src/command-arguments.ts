/** Inline commands of views are given the line; links and cells give what it stands for. */
export function subjectOf(argument: unknown): string | undefined {
  if (typeof argument === 'string') return argument;
  if (typeof argument === 'object' && argument !== null && 'subject' in argument)
    return typeof argument.subject === 'string' ? argument.subject : undefined;
  return undefined;
}

/** The rule that a line over it stands for. */
export function ruleOf(argument: unknown): { readonly policy: string; readonly id: string } | undefined {
  if (typeof argument !== 'object' || argument === null) return undefined;
  const [policy, id] = [Reflect.get(argument, 'policy'), Reflect.get(argument, 'id')];
  return typeof policy === 'string' && typeof id === 'string' ? { policy, id } : undefined;
}
