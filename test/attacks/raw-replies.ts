/** One final answer as it came over the wire, Latin-1. */
export interface RawReply {
  readonly status: number;
  /** The head with its status line, without the empty line. */
  readonly head: string;
  readonly body: string;
}

/** Value of a header in a raw head, or undefined. */
export const headerOf = (head: string, name: string): string | undefined =>
  new RegExp(`^${name}:[ \\t]*(.*)$`, 'im').exec(head)?.[1]?.trim();

/**
 * Cuts a connection's bytes into final answers by their content-length or chunks. What is no whole answer is the rest.
 *
 * @param closed a body without a length ends with the connection
 * @param bodiless the answers are to HEAD
 */
export function readReplies(
  text: string,
  closed: boolean,
  bodiless = false,
): { readonly replies: readonly RawReply[]; readonly rest: string } {
  const replies: RawReply[] = [];
  let rest = text;
  for (;;) {
    const end = rest.indexOf('\r\n\r\n');
    const status = /^HTTP\/1\.[01] (\d{3})[ \r]/.exec(rest);
    if (end < 0 || status === null) return { replies, rest };
    const head = rest.slice(0, end);
    const after = rest.slice(end + 4);
    const code = Number(status[1]);
    if (code < 200) {
      rest = after;
      continue;
    }
    const body = bodiless || code === 204 || code === 304 ? '' : bodyOf(head, after, closed);
    if (body === undefined) return { replies, rest };
    replies.push({ status: code, head, body });
    rest = after.slice(body.length);
  }
}

function bodyOf(head: string, after: string, closed: boolean): string | undefined {
  const length = headerOf(head, 'content-length');
  if (length !== undefined)
    return after.length >= Number(length) ? after.slice(0, Number(length)) : undefined;
  if (/^transfer-encoding:/im.test(head)) {
    const end = `\r\n${after}`.indexOf('\r\n0\r\n\r\n');
    return end < 0 ? undefined : after.slice(0, end + 5);
  }
  return closed ? after : undefined;
}
