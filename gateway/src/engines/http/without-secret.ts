import type { HttpResponse } from './http-message.ts';

const mark = Buffer.from('«credential»');

/** A shorter secret could be a word of the data: it is looked for in errors only. */
const tellingBytes = 8;

/** The texts in which a secret may stand somewhere, longest first. */
export interface SecretForms {
  readonly bytes: readonly Buffer[];
  /** Those that are long enough to mean nothing else. */
  readonly telling: readonly Buffer[];
  /** As headers are read. */
  readonly latin1: readonly string[];
}

const replaced = (text: string, by: Readonly<Record<string, string>>): string =>
  text.replace(/[<>&'"/]/g, (found) => by[found] ?? found);

/**
 * How secrets may stand in a text: as they are, in an address, in HTML, in JSON as various writers have it, and in a
 * JSON text inside JSON.
 */
export function secretForms(...secrets: readonly string[]): SecretForms {
  const all = new Set<string>();
  for (const secret of secrets) {
    const json = JSON.stringify(secret).slice(1, -1);
    const address = encodeURIComponent(secret);
    for (const form of [
      secret,
      address,
      address.replace(/%../g, (octet) => octet.toLowerCase()),
      json,
      replaced(json, { '/': '\\/' }),
      replaced(json, { '<': '\\u003c', '>': '\\u003e', '&': '\\u0026' }),
      JSON.stringify(json).slice(1, -1),
      replaced(secret, { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;' }),
      replaced(secret, { '<': '&lt;', '>': '&gt;', '&': '&amp;', '"': '&quot;', "'": '&#39;' }),
    ])
      all.add(form);
  }
  const bytes = [...all].map((form) => Buffer.from(form)).sort((a, b) => b.length - a.length);
  return {
    bytes,
    telling: bytes.filter(({ length }) => length >= tellingBytes),
    latin1: bytes.map((form) => form.toString('latin1')),
  };
}

/** The text with a mark in place of every form of the secret; the same buffer where there is none. */
export function withoutSecret(text: Uint8Array, forms: readonly Buffer[]): Uint8Array {
  let clean = Buffer.from(text.buffer, text.byteOffset, text.byteLength);
  let hidden = false;
  for (const form of forms) {
    const pieces: Buffer[] = [];
    let from = 0;
    for (let at = clean.indexOf(form); at !== -1; at = clean.indexOf(form, from)) {
      pieces.push(clean.subarray(from, at), mark);
      from = at + form.length;
    }
    if (from === 0) continue;
    clean = Buffer.concat([...pieces, clean.subarray(from)]);
    hidden = true;
  }
  return hidden ? clean : text;
}

/**
 * The answer with a mark in place of every form of the secret, and without the headers that hold one: proxies and
 * debug routes send back what they were sent. The same object where there is none.
 */
export function answerWithoutSecret(answer: HttpResponse, forms: SecretForms): HttpResponse {
  const body = withoutSecret(answer.body, answer.status < 400 ? forms.telling : forms.bytes);
  const quotes = (value: string): boolean => forms.latin1.some((form) => value.includes(form));
  const quoting = Object.keys(answer.headers).filter((name) => quotes(answer.headers[name]!));
  if (body === answer.body && quoting.length === 0) return answer;
  const headers = Object.fromEntries(
    Object.entries(answer.headers).filter(([name]) => !quoting.includes(name)),
  );
  return { ...answer, headers, body };
}
