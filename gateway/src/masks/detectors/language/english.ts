import { createRequire } from 'node:module';
import type { ItsHelpers, Model, WinkMethods } from 'wink-nlp';
import { modern } from './words/not-names.ts';

/** What is known of English: which words are ordinary, and what part of speech a word has in its sentence. */
export interface English {
  /** True for a word, in small letters, that is in the dictionary: names are not. */
  knows(lower: string): boolean;
  /**
   * True for a word of the dictionary that has no kin in it, as `ghent` or `cusco`: the dictionary writes names small,
   * and only names have no plural, no verb and no adjective.
   */
  isRare(lower: string): boolean;
  /** True when the first of these words is a name in this sentence, as `Grace` in `Grace will come`. */
  beginsWithName(words: readonly string[]): boolean;
}

type Wink = (model: Model, pipe?: string[]) => WinkMethods;
interface CoreModel {
  core(): { readonly features: { readonly lexeme: { readonly list: readonly string[] } } };
}

const endings = [
  's',
  'es',
  'ed',
  'd',
  'ing',
  'ly',
  'er',
  'r',
  'al',
  'ic',
  'y',
  'ful',
  'less',
  'ment',
  'ness',
];

/** Ends of words that are no names, and the few others without kin that often have a capital. */
const plain =
  /(?:ing|ion|ment|ance|ence|ency|ancy|ness|ity|ism|ist|ics|ure|al|ed|ly|ish|ive|ous|able|ible|ful|less|ogy|ship|hood|ward|wards|ware|work|works|self|one|body|thing|where|what|ever)$|^(?:status|congress|senate|internet|appendix|payroll|beta|alpha|gamma|delta|math|maths|agile|ethernet|thesis|campus|virus|bonus|versus|corpus|focus|minus|plus|us|them|whom|this|those|yes|abstract|index|matrix)$/;

/** Whether a word of the dictionary has others of its family in it. */
const hasKin = (words: ReadonlySet<string>, lower: string): boolean =>
  plain.test(lower) ||
  endings.some((ending) => words.has(lower + ending)) ||
  (lower.endsWith('e') && words.has(`${lower.slice(0, -1)}ing`)) ||
  (lower.endsWith('y') && words.has(`${lower.slice(0, -1)}ies`)) ||
  (lower.endsWith('s') && words.has(lower.slice(0, -1)));

/** Most words of a sentence that are read. */
const most = 24;

/**
 * Loads wink-nlp and its small English model (a quarter of a second, up to 100 MB). The library keeps every word that it ever
 * read, so it is given words of its own dictionary only: a name or number is put by one that stands for all of them.
 */
function load(): English {
  const require = createRequire(import.meta.url);
  const wink = require('wink-nlp') as Wink;
  const model = require('wink-eng-lite-web-model') as Model & CoreModel;
  const nlp = wink(model, ['sbd', 'pos']);
  const { its }: { its: ItsHelpers } = nlp;
  const words = new Set(model.core().features.lexeme.list.filter((word) => /^[a-z]{2,}$/.test(word)));
  const knows = (lower: string): boolean => {
    if (words.has(lower) || modern.has(lower)) return true;
    if (/n['’]t$/.test(lower)) return true;
    if (/.{4}(?:ed|ly)$/.test(lower) && (words.has(lower.slice(0, -2)) || words.has(lower.slice(0, -1))))
      return true;
    const parts = lower.split(/['’\u2010\u2011-]/);
    return (
      parts.length > 1 && parts.every((part) => part.length < 3 || words.has(part)) && parts[0]!.length > 0
    );
  };
  const stand = (word: string): string => {
    const lower = word.toLowerCase();
    if (/^\p{N}/u.test(word)) return '12';
    if (!/^\p{L}/u.test(word)) return ',';
    if (!words.has(lower)) return word === lower ? 'thing' : 'Smith';
    return word === lower ? lower : `${lower[0]!.toUpperCase()}${lower.slice(1)}`;
  };
  return {
    knows,
    isRare: (lower) => words.has(lower) && !hasKin(words, lower),
    beginsWithName(sentence) {
      const tags = nlp
        .readDoc(sentence.slice(0, most).map(stand).join(' '))
        .tokens()
        .out(its.pos) as string[];
      // `Grace period`, `Mark as done`: a name does or is something, or stands in a list.
      return tags[0] === 'PROPN' && /^(?:AUX|VERB|PROPN|CCONJ|PUNCT)$/.test(tags[1] ?? '');
    },
  };
}

let english: English | undefined;

/** The English model, loaded at the first call: when a policy that asks for it is loaded. */
export const readEnglish = (): English => {
  english ??= load();
  return english;
};
