import { plainLine } from '@vectorgate/replay-ui/records';
import type { Collection, Connection, KernelEntry, Refused, Standing } from '../gate/standing.ts';
import { markdownText } from '../words/markdown-text.ts';
import { absoluteTime, relativeTime } from '../words/relative-time.ts';
import { upperFirst } from '../words/upper-first.ts';
import type { ViewNode } from './view-node.ts';

/** Host and port of the gateway's address. */
export const hostOf = (gateway: string): string => URL.parse(gateway)?.host ?? gateway;

/** The first view: trouble, who is signed in, and the gateway. Empty: the welcome texts speak. */
export function whoNodes(standing: Standing, now: number): readonly ViewNode[] {
  const { gateway, problem, since, who, signedIn, ended } = standing;
  const nodes: ViewNode[] = [];
  if (problem !== undefined)
    nodes.push({
      id: 'trouble',
      label: upperFirst(problem.message),
      tooltip: `${markdownText(upperFirst(problem.message))}\n\n${markdownText(problem.next)}`,
      icon: 'warning',
      colour: 'list.warningForeground',
      spoken: `Trouble: ${problem.message} ${problem.next}`,
      open: true,
      children: [
        ...(since === undefined
          ? []
          : [
              {
                id: 'trouble-since',
                label: `First noticed ${relativeTime(since, now)}`,
                description: gateway === '' ? '' : 'asking again every few seconds',
                tooltip: markdownText(absoluteTime(since)),
              },
            ]),
        { id: 'trouble-next', label: problem.next, tooltip: markdownText(problem.next), icon: 'arrow-right' },
      ],
    });
  if (gateway === '') return nodes;
  if (ended !== undefined && !signedIn)
    nodes.push({ id: 'ended', label: `Signed out: ${ended}`, icon: 'info', context: 'vectorgate.signedOut' });
  if (who !== undefined)
    nodes.push({
      id: 'who',
      label: who.name,
      description: [
        who.groups.length === 0 ? 'in no group' : who.groups.join(', '),
        ...(who.until === undefined ? [] : [`expires ${relativeTime(who.until, now)}`]),
      ].join(' · '),
      tooltip: [
        `**${markdownText(who.name)}** ${markdownText(`${who.issuer}:${who.subject}`)}`,
        ...(who.reviews.length === 0
          ? []
          : [`may review what others did: ${who.reviews.map(markdownText).join(', ')}`]),
        ...(who.until === undefined ? [] : [`expires ${markdownText(absoluteTime(who.until))}`]),
      ].join('\n\n'),
      icon: 'account',
      colour: 'testing.iconPassed',
      context: 'vectorgate.person',
      spoken: `Signed in as ${who.name}${who.until === undefined ? '' : `, expires ${relativeTime(who.until, now)}`}`,
    });
  else if (signedIn && problem === undefined)
    nodes.push({ id: 'who', label: 'Signed in', description: 'asking who you are …', icon: 'account' });
  // With nothing else to say, the welcome text goes first.
  if (nodes.length === 0) return nodes;
  nodes.push({
    id: 'gateway',
    label: hostOf(gateway),
    description: standing.gatewayFrom === 'organisation' ? 'gateway, set by your organisation' : 'gateway',
    tooltip: markdownText(gateway),
    icon: 'globe',
  });
  return nodes;
}

const modes = {
  enforce: { text: 'enforcing', title: 'What policy refuses is refused.' },
  monitor: {
    text: '◌ monitoring',
    title: 'Policy is only watched: what it would refuse is recorded and let through.',
  },
} as const;

export const connectionNodes = ({ connections }: Standing): readonly ViewNode[] =>
  (connections ?? []).map(connectionNode);

function connectionNode({ name, store, knownAs, mode, server, collections }: Connection): ViewNode {
  const addresses = knownAs.map((address) => plainLine(address, 120)).join(', ');
  const called = plainLine(name, 80);
  return {
    id: `connection/${name}`,
    label: `${called} · ${store}`,
    description: [addresses, ...(mode === undefined ? [] : [modes[mode].text])].join('  '),
    tooltip: [
      `**${markdownText(name)}** · ${markdownText(store)}${server === undefined ? '' : ` ${markdownText(server.version)}`}`,
      markdownText(addresses),
      ...(mode === undefined ? [] : [modes[mode].title]),
      ...(server?.known === false
        ? [
            'The gateway was not made for this version of the store: what it does not know of it stays refused.',
          ]
        : []),
      ...(collections.length === 0 ? [] : ['Below: the collections that you used lately.']),
    ].join('\n\n'),
    icon: 'database',
    spoken: `Connection ${called}, ${store}, ${addresses}${mode === undefined ? '' : `, ${mode === 'enforce' ? 'enforcing' : 'monitoring'}`}`,
    open: true,
    children: collections.map((collection) => collectionNode(name, collection)),
  };
}

function collectionNode(connection: string, collection: Collection): ViewNode {
  const { name, classes, maskedFields, refused } = collection;
  const parts = [
    ...(classes.length === 0 ? [] : [classes.join(', ')]),
    ...(maskedFields === 0 ? [] : [`${maskedFields} ${maskedFields === 1 ? 'field' : 'fields'} masked`]),
    ...(refused === 0 ? [] : [`${refused} refused`]),
  ];
  return {
    id: `connection/${connection}/${name}`,
    label: name,
    description: parts.join(' · '),
    tooltip: `What you asked of ${markdownText(name)} lately: ${markdownText(parts.join(', ') || 'nothing')}.`,
    icon: 'library',
    spoken: `Collection ${plainLine(name, 80)}, ${parts.join(', ')}`,
  };
}

export const kernelNodes = ({ kernels }: Standing, now: number): readonly ViewNode[] =>
  kernels.map((kernel) => kernelNode(kernel, now));

const kernelWords = {
  governed: { icon: 'pass-filled', colour: 'testing.iconPassed', text: 'Its calls go through the gate.' },
  'not governed': {
    icon: 'warning',
    colour: 'list.warningForeground',
    text: 'It was started without the gate, so governed databases are closed to it. Restart it to govern it.',
  },
  'in a sandbox': {
    icon: 'beaker',
    colour: 'testing.iconQueued',
    text: 'The calls of this process are answered from a recording. Restart it to lead it back. Which notebook it belongs to is taken from when and where it started.',
  },
  elsewhere: {
    icon: 'remote',
    colour: 'list.warningForeground',
    text: 'It runs on another machine, which does not inherit this window’s environment. Its image needs vectorgate-jupyter.',
  },
} as const;

function kernelNode(kernel: KernelEntry, now: number): ViewNode {
  const { icon, colour, text } = kernelWords[kernel.standing];
  const standing = kernel.standing === 'elsewhere' ? 'not governed, runs elsewhere' : kernel.standing;
  return {
    id: `kernel/${kernel.notebook ?? kernel.pid}`,
    label: kernel.name,
    description: standing,
    tooltip: [
      `**${markdownText(kernel.name)}**${kernel.pid === 0 ? '' : ` · process ${kernel.pid}`}`,
      text,
      ...(kernel.since === 0 ? [] : [`since ${relativeTime(kernel.since, now)}`]),
    ].join('\n\n'),
    icon,
    colour,
    ...((kernel.standing === 'not governed' || kernel.standing === 'in a sandbox') &&
    kernel.notebook !== undefined
      ? { context: 'vectorgate.ungoverned', subject: kernel.notebook }
      : {}),
    spoken: `Kernel of ${plainLine(kernel.name, 120)}, ${standing}`,
  };
}

export function latestNodes({ latest, latestProblem }: Standing, now: number): readonly ViewNode[] {
  if (latest === undefined && latestProblem !== undefined)
    return [
      {
        id: 'latest-trouble',
        label: upperFirst(latestProblem.message),
        description: latestProblem.next,
        icon: 'warning',
        colour: 'list.warningForeground',
      },
    ];
  return (latest ?? []).map((refused) => refusedNode(refused, now));
}

function refusedNode({ id, time, what, why, next, connection, effect }: Refused, now: number): ViewNode {
  const approval = effect === 'require-approval';
  return {
    id: `decision/${id}`,
    label: what,
    // A narrow view cuts the end; the view's name already says that it was refused.
    description: [relativeTime(time, now), ...(approval ? ['needs approval'] : [])].join(' · '),
    tooltip: [
      `**${markdownText(upperFirst(why))}**`,
      markdownText(next),
      `${markdownText(connection)} · ${markdownText(absoluteTime(time))}`,
      `Decision ${markdownText(id)}`,
    ].join('\n\n'),
    icon: approval ? 'watch' : 'circle-slash',
    colour: approval ? 'list.warningForeground' : 'list.errorForeground',
    context: 'vectorgate.decision',
    subject: id,
    spoken: `${approval ? 'Needs approval' : 'Refused'}: ${plainLine(what)}, ${relativeTime(time, now)}. ${why} ${next}`,
    command: { name: 'vectorgate.openDecision', title: 'Open decision', args: [id] },
  };
}
