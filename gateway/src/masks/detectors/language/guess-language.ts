import type { Token } from './token.ts';

/** What the words of a text say of how it writes names: in German every noun has a capital. */
export type Writing = 'english' | 'german' | 'other' | 'none';

const words = (text: string): ReadonlySet<string> => new Set(text.split(' '));

const english = words(
  'the of and to in is was for that with on as at by from his her he she it they we you are were be has have had not this but or which will ' +
    'would can please about who their our your my me us them an a i after before when been if so no do did does there all out up',
);
const german = words(
  'der die das und ist war nicht mit von zu im dem den des ein eine einer einem einen auf für sich auch als an er sie es wir ich ihr bei nach ' +
    'aus wird wurde hat haben sind bitte am um über vor durch kein keine noch dass oder wenn zum zur unter uns',
);
const other = words(
  'le la les et est une un des du en pour dans qui sur pas au avec il elle nous vous son sa ses el los las y es una por con del que se su ' +
    'lo al como para más fue di che è per non sono della nel il gli dal alla o um uma não com os as foi na no ao de het een en van is op te ' +
    'dat niet zijn voor och att som på är av för den det med jag till og av til er ikke w i na z do się nie jest że to od a ve bir bu için ile',
);

/** Guesses by the small words, of which every sentence has some. `none`: there are none; a name, a list, a title. */
export function guessLanguage(tokens: readonly Token[]): Writing {
  const count = { english: 0, german: 0, other: 0 };
  let small = 0;
  for (const { lower, kind, letters, glued } of tokens) {
    // Parts of addresses and of names of fields are no words of a sentence.
    if (kind !== 'word' || glued) continue;
    if (letters === 'lower') small++;
    if (english.has(lower)) count.english++;
    if (german.has(lower)) count.german++;
    if (other.has(lower)) count.other++;
  }
  const most = Math.max(count.english, count.german, count.other);
  // One small word may be a part of a name: `zu Hagen, Anna`.
  if (count.english === 0 && most < 2)
    return small < 2 ? 'none' : most === 0 ? 'english' : count.german > 0 ? 'german' : 'other';
  if (count.english >= count.german && count.english >= count.other) return 'english';
  return count.german >= count.other ? 'german' : 'other';
}
