import type { ConnectionGroup } from './connection-groups.ts';

/** Whether a connection is one of a group, given that it belongs to some group; `others` has all that are not named. */
export const isOnGroup = ({ names, others, allNamed }: ConnectionGroup, name: string): boolean =>
  names.includes(name) || (others && !allNamed.has(name));
