import type { SilentMark } from '../records/mark-classes.ts';

/** A piece of text as it may be shown. */
export interface TextPiece {
  /** `text` as it is; `control`: stands for a character that is not shown as itself; `mask`: one of the gate's marks. */
  readonly kind: 'text' | 'control' | 'mask';
  readonly text: string;
  /** For a control: what it is, for people; for a mask: what it says of itself, its class (`email`) or its way (`hash`). */
  readonly about?: string;
  /** Of a mask that says its way alone: its class, where that is known. */
  readonly class?: string;
}

const names: Readonly<Record<number, string>> = {
  0: 'NUL',
  7: 'BEL',
  8: 'BS',
  11: 'VT',
  12: 'FF',
  13: 'CR',
  27: 'ESC',
  127: 'DEL',
  133: 'NEL',
  173: 'SHY',
  1564: 'ALM',
  6158: 'MVS',
  8203: 'ZWSP',
  8204: 'ZWNJ',
  8205: 'ZWJ',
  8206: 'LRM',
  8207: 'RLM',
  8232: 'LS',
  8233: 'PS',
  8234: 'LRE',
  8235: 'RLE',
  8236: 'PDF',
  8237: 'LRO',
  8238: 'RLO',
  8288: 'WJ',
  8294: 'LRI',
  8295: 'RLI',
  8296: 'FSI',
  8297: 'PDI',
  65279: 'BOM',
};

/**
 * What could hide, reorder or command: controls but tab and line feed, marks of direction, characters without a picture,
 * lone halves of a pair. A joiner between two letters or emoji is a part of them and stays, as does the choice of an
 * emoji's style.
 */
const hidden = new RegExp(
  [
    String.raw`(?![\t\n])\p{Cc}`,
    String.raw`(?![\u200c\u200d\ufe0e\ufe0f])[\p{DI}\p{Bidi_C}\p{Zl}\p{Zp}\ufff9-\ufffb]`,
    String.raw`(?<!\p{L}|\p{M}|\p{ExtPict}|\p{EMod})[\u200c\u200d]`,
    String.raw`[\u200c\u200d](?!\p{L}|\p{M}|\p{ExtPict})`,
    String.raw`\p{Cs}`,
  ].join('|'),
  'gu',
);

/**
 * Marks on one letter that no script has so many of: one on the other, they are drawn over the lines around. A few of those
 * that go with any letter are enough for every language; letters of some scripts have up to eight of their own.
 */
const towers =
  /(?:(?<=(?:\p{M}[\u200c\u200d]?){8})|(?<=(?:\p{sc=Zinh}[\u200c\u200d]?){4}))(?:\p{M}[\u200c\u200d]?)+/gu;

/** The marks that masks leave (docs: policy-authoring, masks). */
const marks =
  /«(redacted|email|phone|credit-card|iban|us-ssn|ip|person-name|place|street-address|hash:[0-9a-f]{16}|token:[0-9a-f]{32}|pattern:[a-z][a-z0-9-]{0,39})»|[^\s•"',;()<>]{0,64}•{2,}[^\s•"',;()<>]{0,64}/gu;

const shownAs = (character: string): TextPiece => {
  const code = character.codePointAt(0)!;
  const name = names[code];
  const number = `U+${code.toString(16).toUpperCase().padStart(4, '0')}`;
  return {
    kind: 'control',
    text: `⟨${name ?? number}⟩`,
    about: name === undefined ? `character ${number}` : `character ${number} (${name})`,
  };
};

const towerShownAs = (marks: string): TextPiece => {
  const count = [...marks].length;
  return { kind: 'control', text: `⟨+${count}⟩`, about: `${count} more marks on the letter before` };
};

/** Puts a piece in place of whatever is found, and hands what stands between on. */
function addBetween(
  text: string,
  found: RegExp,
  shown: (found: string) => TextPiece,
  between: (text: string) => void,
  pieces: TextPiece[],
): void {
  let from = 0;
  for (const { 0: one, index } of text.matchAll(found)) {
    if (index > from) between(text.slice(from, index));
    pieces.push(shown(one));
    from = index + one.length;
  }
  if (from < text.length) between(text.slice(from));
}

const addVisible = (text: string, pieces: TextPiece[]): void =>
  addBetween(
    text,
    towers,
    towerShownAs,
    (rest) =>
      addBetween(rest, hidden, shownAs, (plain) => pieces.push({ kind: 'text', text: plain }), pieces),
    pieces,
  );

/**
 * Splits a text into what may be shown as it is, stand-ins for characters that would hide, reorder or command, and the
 * marks of masks. The pieces are for text nodes: no markup is read or written.
 * @param classOf the class of marks in this text that do not say it themselves
 */
export function visibleText(
  text: string,
  classOf?: (mark: SilentMark) => string | undefined,
): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  let from = 0;
  for (const found of text.matchAll(marks)) {
    if (found.index > from) addVisible(text.slice(from, found.index), pieces);
    const about = aboutMark(found[1]);
    const parts = visibleOf(found[0]);
    const known = isSilent(about) ? classOf?.(about) : undefined;
    for (const [at, piece] of parts.entries()) {
      // Once, behind all of it.
      const isTold = known !== undefined && at === parts.length - 1;
      pieces.push(
        piece.kind === 'text'
          ? { kind: 'mask', text: piece.text, about, ...(isTold && { class: known }) }
          : piece,
      );
    }
    from = found.index + found[0].length;
  }
  if (from < text.length) addVisible(text.slice(from), pieces);
  return pieces;
}

const silent: Readonly<Record<SilentMark, true>> = { redacted: true, partial: true, hash: true, token: true };
const isSilent = (about: string): about is SilentMark => Object.hasOwn(silent, about);

/** What a mark says; a pattern may have any name, that of a way too. */
const aboutMark = (inside: string | undefined): string => {
  if (inside === undefined) return 'partial';
  const [word = '', rest = ''] = inside.split(':');
  return word === 'pattern' ? `pattern ${rest}` : word;
};

function visibleOf(text: string): readonly TextPiece[] {
  const pieces: TextPiece[] = [];
  addVisible(text, pieces);
  return pieces;
}

/** The same as one plain text, for places that hold no pieces: labels, titles, options. */
export const visibleLine = (text: string): string =>
  visibleText(text)
    .map((piece) => piece.text)
    .join('')
    .replace(/\s+/gu, ' ');
