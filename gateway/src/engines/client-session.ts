/** Session ids are made by shims: short, printable, and of no meaning to us; anything else is no session id. */
export const clientSession = (text: string | undefined): string | undefined =>
  text !== undefined && /^[A-Za-z0-9._-]{8,64}$/.test(text) ? text : undefined;
