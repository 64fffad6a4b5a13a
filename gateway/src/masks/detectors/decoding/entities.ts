/** Character references by name (HTML Living Standard, 13.5) that occur inside personal data. */
const named = new Map<string, number>(
  (
    'amp 26 lt 3c gt 3e quot 22 apos 27 nbsp a0 commat 40 period 2e comma 2c colon 3a sol 2f lpar 28 rpar 29 plus 2b ' +
    'num 23 dash 2010 hyphen 2010 ndash 2013 mdash 2014 lowbar 5f UnderBar 5f shy ad zwnj 200c zwj 200d Tab 9 NewLine a ' +
    'ensp 2002 emsp 2003 thinsp 2009 NoBreak 2060 ZeroWidthSpace 200b percnt 25 equals 3d ' +
    'Agrave c0 Aacute c1 Acirc c2 Atilde c3 Auml c4 Aring c5 AElig c6 Ccedil c7 Egrave c8 Eacute c9 Ecirc ca Euml cb ' +
    'Igrave cc Iacute cd Icirc ce Iuml cf Ntilde d1 Ograve d2 Oacute d3 Ocirc d4 Otilde d5 Ouml d6 Oslash d8 Ugrave d9 ' +
    'Uacute da Ucirc db Uuml dc Yacute dd szlig df agrave e0 aacute e1 acirc e2 atilde e3 auml e4 aring e5 aelig e6 ' +
    'ccedil e7 egrave e8 eacute e9 ecirc ea euml eb igrave ec iacute ed icirc ee iuml ef ntilde f1 ograve f2 oacute f3 ' +
    'ocirc f4 otilde f5 ouml f6 oslash f8 ugrave f9 uacute fa ucirc fb uuml fc yacute fd yuml ff Scaron 160 scaron 161 ' +
    'Zcaron 17d zcaron 17e ccaron 10d Ccaron 10c lstrok 142 Lstrok 141 nacute 144 sacute 15b oelig 153 OElig 152'
  )
    .split(' ')
    .reduce<[string, number][]>((entries, word, i, words) => {
      if (i % 2 === 1) entries.push([words[i - 1]!, Number.parseInt(word, 16)]);
      return entries;
    }, []),
);

/** Longest reference that is read, with its ampersand and semicolon. */
const longest = 18;

/**
 * The character reference that begins with the ampersand at `at`.
 * @returns its code point and length in bytes, or undefined
 */
export function entityAt(
  bytes: Buffer,
  at: number,
  end: number,
): readonly [code: number, length: number] | undefined {
  const text = bytes.toString('latin1', at, Math.min(end, at + longest));
  const numeric = /^&#(?:[xX]([0-9a-fA-F]{1,6})|([0-9]{1,7}));?/.exec(text);
  if (numeric !== null) {
    const [whole, hex, decimal] = numeric;
    const code = hex === undefined ? Number(decimal) : Number.parseInt(hex, 16);
    return code > 0 && code < 0x110000 && (code < 0xd800 || code > 0xdfff) ? [code, whole.length] : undefined;
  }
  const name = /^&([A-Za-z]{2,14});/.exec(text);
  const code = name === null ? undefined : named.get(name[1]!);
  return code === undefined ? undefined : [code, name![0].length];
}
