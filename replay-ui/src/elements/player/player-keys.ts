/** What a key does in the player. */
export type PlayerAction =
  | 'play'
  | 'next'
  | 'previous'
  | 'first'
  | 'last'
  | 'next-refusal'
  | 'previous-refusal'
  | 'next-mask'
  | 'previous-mask'
  | 'faster'
  | 'slower'
  | 'copy-call'
  | 'copy-id'
  | 'decision'
  | 'rule'
  | 'today'
  | 'test'
  | 'note'
  | 'next-note'
  | 'previous-note'
  | 'compare'
  | 'compare-sessions'
  | 'keys';

/** One line of the table of keys. */
export interface PlayerKey {
  readonly keys: readonly string[];
  readonly action: PlayerAction;
  readonly about: string;
  /** What the host must be able to do, or the key does nothing and is not told of. */
  readonly needs?: 'askToday' | 'makePolicyTest' | 'notes';
}

/** Every key of the player; docs/sessions.md has the same table. */
export const playerKeys: readonly PlayerKey[] = [
  { keys: ['Space', 'k'], action: 'play', about: 'play, pause' },
  { keys: ['→', 'j'], action: 'next', about: 'next step' },
  { keys: ['←', 'h'], action: 'previous', about: 'step before' },
  { keys: ['Home'], action: 'first', about: 'first step' },
  { keys: ['End'], action: 'last', about: 'last step' },
  { keys: ['r'], action: 'next-refusal', about: 'next refusal' },
  { keys: ['R'], action: 'previous-refusal', about: 'refusal before' },
  { keys: ['m'], action: 'next-mask', about: 'next masked answer' },
  { keys: ['M'], action: 'previous-mask', about: 'masked answer before' },
  { keys: ['+'], action: 'faster', about: 'faster' },
  { keys: ['-'], action: 'slower', about: 'slower' },
  { keys: ['d'], action: 'decision', about: 'open or close the decision' },
  { keys: ['o'], action: 'rule', about: 'open the rule that decided' },
  {
    keys: ['t'],
    action: 'today',
    about: 'what would today’s policy say',
    needs: 'askToday',
  },
  { keys: ['T'], action: 'test', about: 'make a policy test of this step', needs: 'makePolicyTest' },
  { keys: ['n'], action: 'note', about: 'to the notes', needs: 'notes' },
  { keys: ['b'], action: 'next-note', about: 'next step that has a note beside it', needs: 'notes' },
  { keys: ['B'], action: 'previous-note', about: 'step before that has a note beside it', needs: 'notes' },
  { keys: ['c'], action: 'copy-call', about: 'copy the call' },
  { keys: ['y'], action: 'copy-id', about: 'copy the decision id' },
  { keys: ['p'], action: 'compare', about: 'keep this step to compare others with; again: end that' },
  {
    keys: ['P'],
    action: 'compare-sessions',
    about: 'compare this session with another; again: end that',
  },
  { keys: ['?'], action: 'keys', about: 'show these keys' },
];

const names: Readonly<Record<string, string>> = { ' ': 'Space', ArrowRight: '→', ArrowLeft: '←', '=': '+' };

const byKey = new Map(playerKeys.flatMap(({ keys, action }) => keys.map((key) => [key, action] as const)));

/** The action of a key that was pressed alone; `key` as in `KeyboardEvent`. */
export const playerAction = (key: string): PlayerAction | undefined => byKey.get(names[key] ?? key);
