import type { AttackWorld } from '../attack-world.ts';
import { type StoredRecord, takeSnapshot } from '../chroma/snapshot.ts';

/** What is true and hidden, and what is as likely but wrong. */
export interface Facts {
  /** A record that may be read, its e-mail, phone, name and text masked. */
  readonly victim: StoredRecord;
  readonly right: Hidden;
  readonly wrong: Hidden;
  /** Values of the field for every record: an attacker’s list of candidates. */
  readonly emails: readonly string[];
  /** Another tenant's record, and an id that nobody has. */
  readonly foreignId: string;
  readonly noId: string;
}

export interface Hidden {
  readonly email: string;
  readonly phone: string;
  readonly name: string;
  /** Some words of the text with its contact data. */
  readonly words: string;
}

const hiddenIn = ({ metadata, document }: StoredRecord): Hidden => ({
  email: String(metadata.email),
  phone: String(metadata.phone),
  name: String(metadata.name),
  words: /\bcard (?:on file )?(\d[\d ]+\d)/i.exec(document ?? '')?.[1] ?? '',
});

/** Reads the facts from the store itself. */
export async function readFacts(world: AttackWorld): Promise<Facts> {
  const { records } = await takeSnapshot(world.chroma.url, ['default_tenant']);
  const cases = records.filter(({ collection }) => collection === 'customer-cases');
  const withCard = cases.filter((record) => hiddenIn(record).words !== '');
  const [victim, other] = withCard.filter(({ metadata }) => metadata.tenant === 'acme');
  const foreign = cases.find(({ metadata }) => metadata.tenant !== 'acme');
  if (victim === undefined || other === undefined || foreign === undefined)
    throw new Error('the demo’s data have no record of this kind');
  return {
    victim,
    right: hiddenIn(victim),
    wrong: hiddenIn(other),
    emails: cases.map(({ metadata }) => String(metadata.email)),
    foreignId: foreign.id,
    noId: 'CASE-9999',
  };
}
