import { anyCharacter, type CodePoints } from './code-points.ts';
import { foldCase } from './fold-case.ts';
import { parseEscape } from './parse-escape.ts';
import { parseSet } from './parse-set.ts';
import { PatternError } from './pattern-error.ts';
import { leastLength, type PatternNode } from './pattern-node.ts';

/** The most often that a pattern may ask for something, as in RE2. */
const mostOften = 1000;
/** The deepest that groups may lie in each other. */
const deepest = 50;

/**
 * Reads a pattern: the part of regular expressions that every engine reads alike and that can be run in linear time.
 * Everything else throws `PatternError` with its place and what to write instead.
 */
export function parsePattern(text: string, ignoreCase: boolean): PatternNode {
  if (!text.isWellFormed())
    throw new PatternError(
      'pattern-syntax',
      [0, text.length],
      'The pattern holds half a character.',
      'Write the whole character.',
    );
  return new Reader(text, ignoreCase).read();
}

class Reader {
  readonly #text: string;
  readonly #ignoreCase: boolean;
  #at = 0;
  #depth = 0;

  constructor(text: string, ignoreCase: boolean) {
    this.#text = text;
    this.#ignoreCase = ignoreCase;
  }

  read(): PatternNode {
    const node = this.#choice();
    // Only a bracket without a partner ends a choice early.
    if (this.#at < this.#text.length)
      throw this.#error(1, 'A closing bracket has no opening one.', 'Remove it, or write \\).');
    return node;
  }

  #choice(): PatternNode {
    const of: PatternNode[] = [this.#sequence()];
    while (this.#text[this.#at] === '|') {
      this.#at += 1;
      of.push(this.#sequence());
    }
    return of.length === 1 ? of[0]! : { kind: 'choice', of };
  }

  #sequence(): PatternNode {
    const of: PatternNode[] = [];
    while (this.#at < this.#text.length && this.#text[this.#at] !== '|' && this.#text[this.#at] !== ')') {
      const start = this.#at;
      of.push(this.#repeated(this.#atom(), start));
    }
    return of.length === 1 ? of[0]! : { kind: 'sequence', of };
  }

  #atom(): PatternNode {
    const text = this.#text;
    const sign = text[this.#at]!;
    if (sign === '(') return this.#group();
    if (sign === '[') {
      const { points, end } = parseSet(text, this.#at, this.#ignoreCase);
      this.#at = end;
      return { kind: 'one', of: points };
    }
    if (sign === '.') {
      this.#at += 1;
      return { kind: 'one', of: anyCharacter };
    }
    if (sign === '^' || sign === '$') {
      this.#at += 1;
      return { kind: 'edge', edge: sign };
    }
    if (sign === '\\') {
      const next = text[this.#at + 1];
      if (next === 'b' || next === 'B') {
        this.#at += 2;
        return { kind: 'edge', edge: `\\${next}` };
      }
      const { points, length } = parseEscape(text, this.#at, this.#ignoreCase);
      this.#at += length;
      return { kind: 'one', of: this.#cases(points) };
    }
    if ('*+?'.includes(sign)) {
      throw this.#error(
        1,
        `There is nothing that ${sign} could repeat.`,
        `Write what repeats before it, or \\${sign}.`,
      );
    }
    if (']{}'.includes(sign))
      throw this.#error(1, `${sign} stands alone.`, `Write \\${sign} for the sign itself.`);
    const point = text.codePointAt(this.#at)!;
    this.#at += point > 0xffff ? 2 : 1;
    return { kind: 'one', of: this.#cases([[point, point]]) };
  }

  #cases(points: CodePoints): CodePoints {
    return this.#ignoreCase ? foldCase(points) : points;
  }

  #group(): PatternNode {
    const start = this.#at;
    this.#at += 1;
    if (this.#text[this.#at] === '?') {
      if (this.#text[this.#at + 1] !== ':') throw specialGroup(this.#text, start);
      this.#at += 2;
    }
    this.#depth += 1;
    if (this.#depth > deepest) {
      throw new PatternError(
        'pattern-too-large',
        [start, start + 1],
        `Groups lie more than ${deepest} deep.`,
        'Write it flatter.',
      );
    }
    const node = this.#choice();
    this.#depth -= 1;
    if (this.#text[this.#at] !== ')') {
      throw new PatternError(
        'pattern-syntax',
        [start, start + 1],
        'A bracket is not closed.',
        'Add ), or write \\( for the sign itself.',
      );
    }
    this.#at += 1;
    return node;
  }

  /** What stands before a sign of repetition, with it. */
  #repeated(of: PatternNode, start: number): PatternNode {
    const rest = this.#text.slice(this.#at);
    const sign = /^(?:[*+?]|\{(\d+)(,?)(\d*)\})(\??)/.exec(rest);
    if (sign === null) return of;
    const [whole, first, comma, second, lazy] = sign;
    const least = first === undefined ? (rest[0] === '+' ? 1 : 0) : Number(first);
    const most =
      first === undefined
        ? rest[0] === '?'
          ? 1
          : Infinity
        : second !== ''
          ? Number(second)
          : comma === ''
            ? least
            : Infinity;
    if (least > mostOften || (most > mostOften && most !== Infinity)) {
      throw this.#error(
        whole.length,
        `Nothing may be asked for more than ${mostOften} times.`,
        'Write a smaller number, or + for any number.',
        'pattern-too-large',
      );
    }
    if (most < least || most === 0)
      throw this.#error(whole.length, 'This number of times cannot be.', 'Write {least,most}.');
    if (leastLength(of) === 0) {
      throw new PatternError(
        'pattern-repeats-nothing',
        [start, this.#at + whole.length],
        'What repeats here may be empty, which engines read differently.',
        'Write what repeats so that it is never empty: (a+)+ instead of (a*)+.',
      );
    }
    this.#at += whole.length;
    if (/^(?:[*+?]|\{\d+,?\d*\})/.test(this.#text.slice(this.#at)))
      throw this.#error(1, 'Two signs of repetition stand side by side.', 'Keep one of them.');
    return { kind: 'repeat', of, least, most, lazy: lazy === '?' };
  }

  #error(length: number, message: string, remedy: string, code = 'pattern-syntax'): PatternError {
    return new PatternError(code, [this.#at, this.#at + length], message, remedy);
  }
}

/** Groups with a question mark that are not taken. */
function specialGroup(text: string, at: number): PatternError {
  const head = /^\(\?(?:<?[=!]|P?<\w*>?|[a-zA-Z-]*[:)]?)/.exec(text.slice(at))?.[0] ?? '(?';
  const place = [at, at + head.length] as const;
  if (/^\(\?<?[=!]/.test(head)) {
    return new PatternError(
      'pattern-look-around',
      place,
      'A pattern cannot look ahead or behind: such patterns cannot be run in bounded time.',
      'Use \\b for the edge of a word, or match the neighbour too.',
    );
  }
  if (head.includes('<'))
    return new PatternError('pattern-unsupported', place, 'Groups have no names here.', 'Write ( … ).');
  return new PatternError(
    'pattern-unsupported',
    place,
    'A pattern has no flags inside.',
    'Use ignoreCase: true beside it, or (?: … ).',
  );
}
