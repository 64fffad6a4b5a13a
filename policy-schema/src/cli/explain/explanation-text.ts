import type { Match } from '../../decide/decision.ts';
import type { Scope } from '../../operation/target.ts';
import type { ExplainedRule, Explanation, TestCase } from '../../test-run/index.ts';
import type { Paint } from '../paint.ts';

const signs = { allow: '✓', deny: '⊘', 'require-approval': '⏳' } as const;
const colours = { allow: 'green', deny: 'red', 'require-approval': 'yellow' } as const;
const words = { allow: 'allowed', deny: 'refused', 'require-approval': 'needs an approval' } as const;

const truthColours: Readonly<Record<Match, Parameters<Paint>[0]>> = {
  yes: 'green',
  no: 'red',
  unknown: 'yellow',
};
const kinds = [
  ['refusals', ['deny']],
  ['permits', ['allow']],
  ['guards', ['guard', 'require-approval']],
] as const;

const nameOf = (scope: Scope): string => (scope.is === 'one' ? scope.name : scope.is);

/** An explanation for a terminal: the decision, then rule by rule who, where and when, with the truth of every part. */
export function explanationText(
  { decision, rules }: Explanation,
  { input, identity }: TestCase,
  all: boolean,
  paint: Paint,
): string {
  const { effect, refusal } = decision;
  const [operation] = input.operations;
  const where = operation!.targets.map(({ collection }) => nameOf(collection)).join(', ');
  const what = `${operation!.classes.join(', ')} of ${where} on ${input.connection.name} by ${identity}`;
  const head = `${paint(colours[effect], `${signs[effect]} ${words[effect]}`)}  ${what}\n`;
  const why = refusal === undefined ? [] : [`  ${refusal.message}\n  ${refusal.next}\n`];
  const several = operation!.targets.length > 1;
  const about = rules.filter((rule) => all || (rule.operations !== 'no' && rule.where !== 'no'));
  const sections = kinds.flatMap(([title, effects]) => {
    const own = about.filter((rule) => (effects as readonly string[]).includes(rule.effect));
    return own.length === 0
      ? []
      : [`\n${paint('bold', title)}\n`, ...own.map((rule) => ruleText(rule, several, paint))];
  });
  const left = rules.length - about.length;
  const rest =
    left === 0
      ? ''
      : paint(
          'dim',
          `\n${left} more ${left === 1 ? 'is' : 'are'} about other operations or places: --all.\n`,
        );
  return `${head}${why.join('')}${sections.join('')}${rest}`;
}

function ruleText(rule: ExplainedRule, several: boolean, paint: Paint): string {
  const truth = (match: Match): string => paint(truthColours[match], match);
  const [whole] = rule.when;
  const facts = [
    ['who', rule.who],
    ['where', rule.where],
    ['operation', rule.operations],
    ...(whole === undefined ? [] : [['when', whole.truth] as const]),
  ] as const;
  const place = paint('dim', `${rule.rule.file}:${rule.rule.line}`);
  const target = several ? ` on ${nameOf(rule.target.collection)}` : '';
  const watched = rule.monitored ? ' ◌ monitored' : '';
  const lines = [
    `  ${rule.match === 'no' ? '–' : rule.match === 'yes' ? '•' : '?'} ${rule.rule.rule}${target}${watched}  ${place}`,
    `      ${facts.map(([name, match]) => `${name} ${truth(match)}`).join('   ')}`,
    ...rule.said.map((text) => `      ${text}`),
    ...rule.when.map(({ text, depth, truth: own, asked }) => {
      const padded = paint(truthColours[own], own.padEnd(9));
      const said = `${'  '.repeat(depth)}${text.replace(/\s+/g, ' ')}`;
      return `        ${padded}${asked ? said : paint('dim', `${said}  (settled before)`)}`;
    }),
  ];
  return `${lines.join('\n')}\n`;
}
