import { didYouMean } from '../compile/did-you-mean.ts';
import { UsageError } from '../errors/usage-error.ts';
import { loadCodes } from '../language/diagnose/all-codes.ts';
import { usualSeverity } from '../language/diagnose/codes.ts';
import type { Severity } from '../language/index.ts';

const words: readonly string[] = ['error', 'warning', 'information', 'hint', 'off'];

const refuse = (option: string, why: string, remedy: ReturnType<typeof didYouMean>): never => {
  throw new UsageError(`--severity ${option}: ${why} ${typeof remedy === 'string' ? remedy : remedy.text}`);
};

/** Severities as a command line gives them, `CODE=WORD` each. Of two for one code the last counts. */
export function readSeverities(options: readonly string[]): Readonly<Record<string, Severity | 'off'>> {
  return Object.fromEntries(
    options.map((option) => {
      const [code = '', word] = option.split('=', 2);
      if (word === undefined) refuse(option, 'A severity is missing.', `Write ${code}=${words.join('|')}.`);
      if ((loadCodes as readonly string[]).includes(code))
        refuse(option, `${code} keeps a policy from loading: it is always an error.`, 'Correct the policy.');
      if (!Object.hasOwn(usualSeverity, code))
        refuse(
          option,
          `There is no code ${code} whose severity can be set.`,
          didYouMean(code, Object.keys(usualSeverity), 'docs/policy-authoring.md lists them.'),
        );
      if (!words.includes(word!)) refuse(option, `${word} is no severity.`, didYouMean(word!, words, ''));
      return [code, word as Severity | 'off'];
    }),
  );
}
