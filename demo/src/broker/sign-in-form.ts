/** A form of a sign-in page: where it goes and what it carries. */
export interface SignInForm {
  readonly action: string;
  readonly fields: ReadonlyMap<string, string>;
}

const attribute = (tag: string, name: string): string | undefined => {
  const match = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s>]+))`, 'i').exec(tag);
  return (match?.[1] ?? match?.[2] ?? match?.[3])?.replaceAll('&amp;', '&').replaceAll('&quot;', '"');
};

/** The first form that posts, or undefined when the page has none. */
export function readForm(page: string): SignInForm | undefined {
  for (const [, opening, inside] of page.matchAll(/(<form\b[^>]*>)([\s\S]*?)<\/form>/gi)) {
    if (
      opening === undefined ||
      inside === undefined ||
      attribute(opening, 'method')?.toLowerCase() !== 'post'
    )
      continue;
    const fields = new Map<string, string>();
    for (const [input] of inside.matchAll(/<input\b[^>]*>/gi)) {
      const name = attribute(input, 'name');
      if (name !== undefined) fields.set(name, attribute(input, 'value') ?? '');
    }
    // What the first button says goes along: it is the one that Enter presses.
    const [button] = inside.match(/<button\b[^>]*>/i) ?? [];
    const said = button === undefined ? undefined : attribute(button, 'name');
    if (button !== undefined && said !== undefined) fields.set(said, attribute(button, 'value') ?? '');
    return { action: attribute(opening, 'action') ?? '', fields };
  }
  return undefined;
}
