import type { MessagePlan, WireMessage } from '@vectorgate/store-messages/protobuf';
import type { QdrantOperation } from '../../qdrant-operation.ts';
import { unreadable } from '../../unreadable.ts';

/** Fields that stand in a path, by what the table's path templates call them. */
const inPath: Readonly<Record<string, string>> = {
  collection: 'collection_name',
  field: 'field_name',
  vector: 'vector_name',
  snapshot: 'snapshot_name',
};
/** What no path of REST's can hold: those who read it there would read it as structure. */
const structural = /[/\\%\p{Cc}]/u;

/** How a path is made of a message: each segment by itself, or the field that stands there. */
export type PathMaker = readonly (string | { readonly field: string })[];

/** The path of an operation's requests. @throws TypeError for an operation that the message has no fields for */
export function pathMaker({ id, path }: QdrantOperation, plan: MessagePlan): PathMaker {
  const segments = path === '/' ? [] : path.slice(1).split('/');
  return segments.map((segment) => {
    const [, name] = /^\{(\w+)\}$/.exec(segment) ?? [];
    if (name === undefined) return segment;
    const field = inPath[name];
    if (field === undefined || !plan.byName.has(field))
      throw new TypeError(`${plan.name} has no ${name} for ${id}`);
    return { field };
  });
}

/** The path of a request. Throws `Refusal` for a name that REST has no place for. */
export const pathOf = (maker: PathMaker, message: WireMessage): readonly string[] =>
  maker.map((segment) => {
    if (typeof segment === 'string') return segment;
    const name = message.text(segment.field);
    if (name === '' || structural.test(name) || /^\.{1,2}$/.test(name))
      throw unreadable(
        'path-name',
        `its ${segment.field} is no name that Qdrant’s REST interface can be told.`,
      );
    return name;
  });
