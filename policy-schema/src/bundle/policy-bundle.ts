import { Check } from 'typebox/schema';
import * as Type from 'typebox/type';
import { BundleError } from './bundle-error.ts';
import { assertFileNames } from './file-names.ts';

const strict = { additionalProperties: false } as const;
const digest = Type.String({ pattern: '^[0-9a-f]{64}$' });
const revision = Type.Integer({ minimum: 1, maximum: Number.MAX_SAFE_INTEGER });

const BundleSchema = Type.Object(
  {
    v: Type.Literal(1),
    gateway: Type.String({ minLength: 1, maxLength: 2_000 }),
    revision,
    base: Type.Object({ revision, digest }, strict),
    created: Type.String({ pattern: '^\\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\d\\.\\d{3}Z$' }),
    author: Type.String({ minLength: 1, maxLength: 200 }),
    commit: Type.Optional(
      Type.Object(
        { commit: Type.String({ pattern: '^[0-9a-f]{40}([0-9a-f]{24})?$' }), dirty: Type.Boolean() },
        strict,
      ),
    ),
    note: Type.Optional(Type.String({ minLength: 1, maxLength: 1_000 })),
    files: Type.Array(Type.Object({ path: Type.String(), text: Type.String() }, strict), {
      maxItems: 10_000,
    }),
  },
  strict,
);

/** Policies as somebody wants them in force on one gateway: what a publisher signs. */
export interface PolicyBundle {
  readonly v: 1;
  /** Issuer of the gateway that it is for: no other takes it. */
  readonly gateway: string;
  /** Above that of every change which the gateway has had. */
  readonly revision: number;
  /** What it was made to replace: where something else is in force, it is refused. */
  readonly base: { readonly revision: number; readonly digest: string };
  /** RFC 3339 with milliseconds, UTC. */
  readonly created: string;
  /** Who wrote the policies, in their own words. */
  readonly author: string;
  /** The commit that they are of, and whether the files differ from it. */
  readonly commit?: { readonly commit: string; readonly dirty: boolean };
  /** Why, in the publisher's words. */
  readonly note?: string;
  /** Sorted by path. */
  readonly files: readonly { readonly path: string; readonly text: string }[];
}

/** The one text of a bundle: its keys in the order of this function, without white space. Throws `BundleError`. */
export function bundleText(bundle: PolicyBundle): string {
  const { gateway, revision: number, base, created, author, commit, note } = bundle;
  const files = bundle.files
    .map(({ path, text }) => ({ path, text }))
    .sort((a, b) => (a.path < b.path ? -1 : 1));
  assertFileNames(files);
  return JSON.stringify({
    v: 1,
    gateway,
    revision: number,
    base: { revision: base.revision, digest: base.digest },
    created,
    author,
    ...(commit && { commit: { commit: commit.commit, dirty: commit.dirty } }),
    ...(note !== undefined && { note }),
    files,
  });
}

/** Reads a bundle: its one text and no other spelling of it. Throws `BundleError`. */
export function readBundle(text: string): PolicyBundle {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    value = undefined;
  }
  if (!Check(BundleSchema, value))
    throw new BundleError(
      'bundle-unreadable',
      'The bundle is none that this gateway can read.',
      'Make it by vectorgate policy publish, of the gateway’s version.',
    );
  assertFileNames(value.files);
  // Two readers could take keys that stand twice, or escapes, for different things.
  if (bundleText(value) !== text)
    throw new BundleError(
      'bundle-unreadable',
      'The bundle is not written in its one form.',
      'Make it by vectorgate policy publish.',
    );
  return value;
}
