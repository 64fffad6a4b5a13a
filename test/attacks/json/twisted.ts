/** A way to write a body that two readers read differently. */
export interface Twist {
  readonly name: string;
  readonly of: (body: string) => Buffer;
}

const utf8 = (text: string): Buffer => Buffer.from(text);
/** The first member's key and the rest behind its colon. */
const firstKey = /^\{"(\w)(\w*)":/;
const escapedKey = (body: string): string =>
  body.replace(
    firstKey,
    (_, first: string, rest: string) => `{"\\u00${first.charCodeAt(0).toString(16)}${rest}":`,
  );
const members = (body: string): string => body.slice(1, -1);
/** With these bytes inside the first text that is a value, or in a text of its own. */
const inText = (body: string, bytes: readonly number[]): Buffer => {
  const at = /[:[]"/.exec(body);
  const end = at === null ? body.length - 1 : at.index + 2;
  const [before, after] = [body.slice(0, end), body.slice(end)];
  const own = at === null ? [',"x":"', '"'] : ['', ''];
  return Buffer.concat([utf8(before + own[0]), Buffer.from(bytes), utf8(own[1] + after)]);
};

/** The core of differences between V8, Python, Go and Rust, applied to any body. */
export const twists: readonly Twist[] = [
  { name: 'every key twice', of: (body) => utf8(`{${members(body)},${members(body)}}`) },
  {
    name: 'every key twice, one escaped',
    of: (body) => utf8(`{${members(escapedKey(body))},${members(body)}}`),
  },
  {
    name: 'the first key in capitals too',
    of: (body) => utf8(`{${members(body)},${/"\w+":/.exec(body)![0].toUpperCase()}null}`),
  },
  { name: 'an unknown key', of: (body) => utf8(`{"not_known":1,${members(body)}}`) },
  { name: '__proto__', of: (body) => utf8(`{"__proto__":{"name":"x"},${members(body)}}`) },
  { name: 'a byte order mark', of: (body) => utf8(`\ufeff${body}`) },
  { name: 'a second document', of: (body) => utf8(`${body}${body}`) },
  { name: 'a comma at the end', of: (body) => utf8(`{${members(body)},}`) },
  { name: 'a comment', of: (body) => utf8(`{/* */${members(body)}}`) },
  { name: 'a null byte behind', of: (body) => utf8(`${body}\u0000`) },
  { name: 'broken UTF-8', of: (body) => inText(body, [0xff]) },
  { name: 'overlong UTF-8', of: (body) => inText(body, [0xc0, 0xaf]) },
  { name: 'half of a surrogate pair', of: (body) => inText(body, [...Buffer.from('\\ud800')]) },
  { name: 'a control character', of: (body) => inText(body, [0x01]) },
  { name: 'UTF-16', of: (body) => Buffer.from(body, 'utf16le') },
  { name: 'a list around it', of: (body) => utf8(`[${body}]`) },
];

/** Valid and the same to every reader: passes, byte for byte. */
export const harmless: Twist = {
  name: 'the first key in escapes, white space between',
  of: (body) => utf8(`\n${escapedKey(body).replace(':', ' :\t')} `),
};
