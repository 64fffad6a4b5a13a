/** A text as names of policies and rules are written: lower-case letters, digits, and `-`; empty where nothing of it is. */
export const slug = (text: string): string =>
  text
    .toLowerCase()
    .replace(/[^a-z0-9._]+/g, '-')
    .replace(/^[^a-z0-9]+|[^a-z0-9]+$/g, '')
    .slice(0, 60);
