import type { ArchiveDesk } from './archive-desk.ts';
import type { ArchiveReply, ArchiveRequest, ArchiveWork, OpenedArchive } from './archive-messages.ts';
import { archiveTrouble } from './archive-trouble.ts';

/** Opens the file that a request to open it is about. */
export type OpenDesk = (args: readonly unknown[]) => Promise<ArchiveDesk>;

const kinds: readonly (keyof ArchiveWork)[] = [
  'sessions',
  'headers',
  'record',
  'search',
  'facets',
  'notes',
  'policy',
  'verify',
  'stop',
];

/** Answers requests about one archive. @returns what takes the next request */
export function serveArchive(
  open: OpenDesk,
  reply: (reply: ArchiveReply) => void,
): (request: ArchiveRequest) => Promise<void> {
  let desk: Promise<ArchiveDesk> | undefined;
  const answer = async ({ kind, args }: ArchiveRequest): Promise<unknown> => {
    if (kind === 'open') {
      desk = open(args);
      const { about, ahead } = await desk;
      return { ...about, ahead } satisfies OpenedArchive;
    }
    if (desk === undefined || !kinds.includes(kind)) throw new Error(`${kind} is no question to an archive`);
    const work = (await desk)[kind] as (...given: readonly unknown[]) => Promise<unknown>;
    return work.apply(await desk, [...args]);
  };
  return async (request) => {
    const { id } = request;
    try {
      reply({ id, value: await answer(request) });
    } catch (error) {
      reply({ id, problem: archiveTrouble(error) });
    }
  };
}
