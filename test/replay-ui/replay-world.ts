import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { runPython } from '../harness/run-python.ts';
import { makeCollection } from '../harness/store-collection.ts';
import { knownAs, startWorld, type World } from '../harness/world.ts';
import { hostileTexts } from './hostile-texts.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** Twelve products on a map of three numbers each: so few are recorded as they are. */
const spots = Array.from({ length: 12 }, (_, at) => ({
  id: `SPOT-${at}`,
  embedding: [Math.sin(at), Math.cos(at * 1.7), ((at * 37) % 12) / 12],
  document: `product ${at} on the map`,
  metadata: { shelf: at % 3 },
}));

export interface ReplayWorld {
  readonly world: World;
  /** Tokens by who was signed in. */
  readonly tokens: Readonly<Record<string, string>>;
}

/**
 * The demo's data behind a real gateway and a real Chroma, and sessions that were played by the real client. Reviewers
 * are let through the guards of the demo's policy, so that the recorded answer is seen as it was delivered.
 */
export async function playSessions(): Promise<ReplayWorld> {
  const policy = await readFile(join(root, 'demo/policies/customer-insights.policy.yaml'), 'utf8');
  const world = await startWorld({
    data: 'demo',
    policies: {
      'customer-insights': policy
        .replaceAll('"customer-*", product-docs', '"customer-*", "product-*"')
        .replaceAll('groups: [data-owners], services', 'groups: [data-owners, reviewers], services'),
    },
  });
  try {
    await makeCollection(world.chroma.url, 'product-map', {
      ids: spots.map(({ id }) => id),
      embeddings: spots.map(({ embedding }) => embedding),
      documents: spots.map(({ document }) => document),
      metadatas: spots.map(({ metadata }) => metadata),
    });
    const texts = Object.entries(hostileTexts);
    await makeCollection(world.chroma.url, 'product-notes', {
      ids: texts.map(([id]) => id),
      embeddings: texts.map(() => [1, 0, 0]),
      documents: texts.map(([, text]) => text),
      metadatas: texts.map(([, text]) => ({ note: text.slice(0, 200) })),
    });
    const signedIn = async (login: string): Promise<string> => (await world.signIn(login)).accessToken;
    const tokens = {
      ana: await signedIn('ana'),
      ola: await signedIn('ola'),
      rita: await signedIn('rita'),
      ingest: await world.workload('ingest'),
    };
    await runPython(fileURLToPath(new URL('make_sessions.py', import.meta.url)), [
      world.gateway!.dataUrl,
      knownAs,
      JSON.stringify(tokens),
    ]);
    return { world, tokens };
  } catch (error) {
    await world.close();
    throw error;
  }
}
