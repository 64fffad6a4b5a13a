/**
 * Versions of the format of `.vgsession` files, the latest last; raised with every change of its tables or of what they mean. 2
 * has lists of what was masked in parts that were masked again; an archive without such parts is of version 1, and older readers open it.
 */
export const archiveFormats = [1, 2] as const;
export type ArchiveFormat = (typeof archiveFormats)[number];

/** "VGS1" in the header of the file (SQLite's application id). */
export const archiveApplication = 0x56_47_53_31;

/**
 * The tables, each as SQLite keeps its text. There is no index and no view: every reader, and the verifier, comes to a
 * row by its number alone, so that nobody can be shown other rows than those that were verified. A part's and a reason's
 * key is eight times the record's number, and the part's place in `partNames`; a list of masks has that of its part.
 */
const firstTables = {
  archive:
    'CREATE TABLE archive (one INTEGER PRIMARY KEY, manifest TEXT NOT NULL, signature TEXT NOT NULL, checkpoint TEXT NOT NULL) STRICT',
  keys: 'CREATE TABLE keys (number INTEGER PRIMARY KEY, key TEXT NOT NULL) STRICT',
  sessions: 'CREATE TABLE sessions (number INTEGER PRIMARY KEY, summary TEXT NOT NULL) STRICT',
  records:
    'CREATE TABLE records (number INTEGER PRIMARY KEY, id TEXT NOT NULL, session TEXT NOT NULL, kind TEXT NOT NULL, header BLOB NOT NULL, leaf BLOB, proof BLOB NOT NULL) STRICT',
  parts: 'CREATE TABLE parts (key INTEGER PRIMARY KEY, salt BLOB, body BLOB NOT NULL) STRICT',
  withheld: 'CREATE TABLE withheld (key INTEGER PRIMARY KEY, reason TEXT NOT NULL) STRICT',
  policies:
    'CREATE TABLE policies (number INTEGER PRIMARY KEY, revision TEXT NOT NULL, path TEXT NOT NULL, text TEXT NOT NULL) STRICT',
};

/** The table that came with version 2. */
export const maskedTable = 'CREATE TABLE masked (key INTEGER PRIMARY KEY, list TEXT NOT NULL) STRICT';

/** The tables of each version. */
export const archiveTables: Readonly<Record<ArchiveFormat, Readonly<Record<string, string>>>> = {
  1: firstTables,
  2: { ...firstTables, masked: maskedTable },
};

/** The parts of a record, in the order of their places. */
export const archivePartNames = ['decision', 'operations', 'request', 'response'] as const;
export type ArchivePartName = (typeof archivePartNames)[number];

/** Key of a part, or of the reason why it is not there. */
export const partKey = (record: number, name: ArchivePartName): number =>
  record * 8 + archivePartNames.indexOf(name);
