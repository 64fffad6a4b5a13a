/** Raised with every change of the tables: an index of another version is made anew from the log. */
export const indexVersion = 6;

/**
 * `records` has one row per decision: an intent's row is completed by its outcome. `outcome` is `unknown` until
 * then. `place` columns lead to the outcome's frame (or the intent's, while there is no other), `intent_` ones to
 * the intent's. Times are RFC 3339. `terms`, `tuples`, `tuple_ids`, `amounts` and `recent` are what is searched: lists of
 * texts by number; by chunk the different combinations of such numbers, which record has which, and its amounts; and the
 * numbers of the newest chunk as they came. `session_places` is what a session counts of
 * each place that its records are about (its number in `terms`): who may see some of them only is told no more.
 */
export const indexSchema = `
CREATE TABLE progress (
  one INTEGER PRIMARY KEY CHECK (one = 1), version INTEGER NOT NULL,
  sequence INTEGER NOT NULL, segment INTEGER NOT NULL, durable INTEGER NOT NULL,
  chain BLOB NOT NULL
) STRICT;
CREATE TABLE identities (
  no INTEGER PRIMARY KEY, issuer TEXT NOT NULL, subject TEXT NOT NULL, name TEXT, UNIQUE (issuer, subject)
) STRICT;
CREATE TABLE sessions (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, identity INTEGER NOT NULL, connection TEXT NOT NULL,
  store TEXT NOT NULL, client TEXT, started TEXT NOT NULL, ended TEXT NOT NULL,
  records INTEGER NOT NULL, refused INTEGER NOT NULL, masked INTEGER NOT NULL
) STRICT;
CREATE TABLE session_places (
  session INTEGER NOT NULL, place INTEGER NOT NULL, started TEXT NOT NULL, ended TEXT NOT NULL,
  records INTEGER NOT NULL, refused INTEGER NOT NULL, masked INTEGER NOT NULL, PRIMARY KEY (session, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX sessions_of ON sessions (identity, connection, client);
CREATE TABLE records (
  no INTEGER PRIMARY KEY, id TEXT NOT NULL UNIQUE, session INTEGER NOT NULL, identity INTEGER NOT NULL,
  effect TEXT NOT NULL, outcome TEXT NOT NULL,
  segment INTEGER NOT NULL, place INTEGER NOT NULL, header INTEGER NOT NULL, length INTEGER NOT NULL,
  intent_segment INTEGER, intent_place INTEGER, intent_length INTEGER
) STRICT;
CREATE INDEX records_in ON records (session);
CREATE INDEX records_of ON records (identity);
CREATE INDEX records_not_allowed ON records (identity, effect) WHERE effect <> 'allow';
CREATE INDEX records_open ON records (no) WHERE outcome = 'unknown';
CREATE TABLE terms (
  key INTEGER NOT NULL, no INTEGER NOT NULL, list TEXT NOT NULL, PRIMARY KEY (key, no)
) STRICT, WITHOUT ROWID;
CREATE UNIQUE INDEX terms_of ON terms (key, list);
CREATE TABLE tuples (
  chunk INTEGER NOT NULL, family INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (chunk, family)
) STRICT;
CREATE TABLE tuple_ids (
  chunk INTEGER NOT NULL, family INTEGER NOT NULL, data BLOB NOT NULL, PRIMARY KEY (chunk, family)
) STRICT;
CREATE TABLE amounts (
  chunk INTEGER NOT NULL, amount INTEGER NOT NULL, low REAL NOT NULL, high REAL NOT NULL, data BLOB NOT NULL,
  PRIMARY KEY (chunk, amount)
) STRICT;
CREATE TABLE recent (no INTEGER PRIMARY KEY, rows BLOB NOT NULL) STRICT;
INSERT INTO progress VALUES (1, ${indexVersion}, 0, 0, 0, zeroblob(32));
`;
