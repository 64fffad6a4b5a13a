/** Code points that people and programs write for an ASCII character: full width, mathematical, digits of all scripts. */
const ranges: readonly (readonly [number, number])[] = [
  [0x2070, 0x209c],
  [0x2460, 0x24ff],
  [0x2776, 0x2793],
  [0xfe50, 0xfe6b],
  [0xff01, 0xff5e],
  [0x1d400, 0x1d7ff],
  [0x1f100, 0x1f16a],
];

const printable = /^[!-~]$/;
const enclosed = /^[([]?([0-9A-Za-z])[)\].,]?$/;

let table: ReadonlyMap<number, number> | undefined;

/** Built when the first such character is met: by Unicode's compatibility forms (NFKC) and decimal digit values. */
function build(): ReadonlyMap<number, number> {
  const ascii = new Map<number, number>();
  for (const [from, to] of ranges) {
    for (let code = from; code <= to; code++) {
      const plain = String.fromCodePoint(code).normalize('NFKC');
      const one = printable.test(plain) ? plain : enclosed.exec(plain)?.[1];
      if (one !== undefined) ascii.set(code, one.charCodeAt(0));
    }
  }
  // Decimal digits stand in rows of ten, zero first.
  let first = -1;
  for (let code = 0x660; code < 0x1fbfa; code++) {
    if (!/^\p{Nd}$/u.test(String.fromCodePoint(code))) {
      first = -1;
      continue;
    }
    if (first < 0) first = code;
    if (!ascii.has(code)) ascii.set(code, 0x30 + ((code - first) % 10));
  }
  return ascii;
}

/** The ASCII byte that a code point beyond ASCII stands for, or 0. */
export function compatibleAscii(code: number): number {
  table ??= build();
  return table.get(code) ?? 0;
}

/** Characters that show nothing and so may stand inside a value unseen: of no width, soft hyphens, directions, variants. */
export const isInvisible = (code: number): boolean =>
  code === 0xad ||
  code === 0x34f ||
  code === 0x61c ||
  code === 0x180e ||
  (code >= 0x200b && code <= 0x200f) ||
  (code >= 0x202a && code <= 0x202e) ||
  (code >= 0x2060 && code <= 0x206f) ||
  (code >= 0xfe00 && code <= 0xfe0f) ||
  code === 0xfeff ||
  code === 0x20e3 ||
  (code >= 0xe0000 && code <= 0xe01ef);

/** Marks that are written over the character before them. */
export const isCombining = (code: number): boolean => code >= 0x300 && code <= 0x36f;
