import { plainLine } from '@vectorgate/replay-ui/records';
import type { Standing } from '../gate/standing.ts';
import { labelText } from '../words/label-text.ts';
import { markdownText } from '../words/markdown-text.ts';
import { absoluteTime, relativeTime, span } from '../words/relative-time.ts';
import { upperFirst } from '../words/upper-first.ts';

/** What the status bar's item says. */
export interface StatusWords {
  /** With icons in `$(…)`; empty: the item is hidden. */
  readonly text: string;
  /** Markdown; names in it are escaped. */
  readonly tooltip: string;
  /** For screen readers. */
  readonly spoken: string;
  readonly command: 'vectorgate.signIn' | 'vectorgate.showPanel' | 'vectorgate.chooseGateway';
  readonly trouble: boolean;
}

/** `now` in milliseconds since the epoch. */
export function statusWords(standing: Standing, now: number): StatusWords {
  const { ready, gateway, problem, since, who, signedIn, signingIn } = standing;
  if (!ready || gateway === '')
    return { text: '', tooltip: '', spoken: '', command: 'vectorgate.chooseGateway', trouble: false };
  if (problem !== undefined) {
    const text = problem.code === 'gateway_unreachable' ? 'gateway unreachable' : 'trouble';
    return {
      text: `$(warning) VectorGate: ${text}`,
      tooltip: [
        `**${markdownText(upperFirst(problem.message))}**`,
        since === undefined
          ? 'Asking again every few seconds.'
          : `First noticed ${relativeTime(since, now)}; asking again every few seconds.`,
        markdownText(problem.next),
      ].join('\n\n'),
      spoken: plainLine(`VectorGate: ${text}. ${upperFirst(problem.message)} ${problem.next}`, 1_000),
      command: 'vectorgate.showPanel',
      trouble: true,
    };
  }
  if (signingIn)
    return {
      text: '$(loading~spin) Signing in',
      tooltip: 'VectorGate waits for your browser. Its notification cancels it.',
      spoken: 'VectorGate: signing in',
      command: 'vectorgate.signIn',
      trouble: false,
    };
  if (!signedIn)
    return {
      text: '$(shield) Sign in',
      tooltip: `**Sign in to VectorGate**\n\n${closed(standing)}\n\n$(globe) ${markdownText(gateway)}`,
      spoken: 'VectorGate: sign in',
      command: 'vectorgate.signIn',
      trouble: false,
    };
  if (who === undefined)
    return {
      text: '$(shield) VectorGate',
      tooltip: `Signed in; asking ${markdownText(gateway)} who you are.`,
      spoken: 'VectorGate: signed in',
      command: 'vectorgate.showPanel',
      trouble: false,
    };
  const names = standing.connections?.map(({ name }) => plainLine(name, 60)) ?? [];
  const governed = names.length > 2 ? `${names.length} connections` : names.join(', ');
  const left = who.until === undefined ? '' : ` · ${span(Math.max(0, who.until - now), Math.round)}`;
  const text = `${plainLine(who.name, 60)}${governed === '' ? '' : ` · ${governed}`}`;
  return {
    text: `$(shield) ${labelText(text)}${left}`,
    tooltip: tooltipOf(standing, now),
    spoken: `VectorGate: signed in as ${text}${who.until === undefined ? '' : `, expires ${relativeTime(who.until, now)}`}`,
    command: 'vectorgate.showPanel',
    trouble: false,
  };
}

function closed({ connections }: Standing): string {
  const names = [...new Set(connections?.flatMap(({ knownAs }) => knownAs) ?? [])];
  if (names.length === 0) return 'Governed databases are closed until then.';
  return `${names.map(markdownText).join(', ')} ${names.length === 1 ? 'is' : 'are'} closed until then.`;
}

function tooltipOf({ who, gateway, connections }: Standing, now: number): string {
  if (who === undefined) return '';
  const lines = [
    `**${markdownText(who.name)}** (${markdownText(`${who.issuer}:${who.subject}`)})`,
    `$(organization) ${who.groups.length === 0 ? 'in no group' : who.groups.map(markdownText).join(', ')}`,
    ...(who.reviews.length === 0
      ? []
      : [`$(eye) may review what others did: ${who.reviews.map(markdownText).join(', ')}`]),
    ...(who.until === undefined
      ? []
      : [`$(clock) expires ${relativeTime(who.until, now)} (${markdownText(absoluteTime(who.until))})`]),
    `$(globe) ${markdownText(gateway)}`,
    ...(connections ?? []).map(
      ({ name, store }) => `$(database) ${markdownText(name)} · ${markdownText(store)}`,
    ),
  ];
  return lines.join('\n\n');
}
