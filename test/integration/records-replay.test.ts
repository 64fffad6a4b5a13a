import assert from 'node:assert/strict';
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, before, test } from 'node:test';
import { promisify } from 'node:util';
import { type CommandLinePerson, commandLinePerson } from '../harness/command-line-person.ts';
import { policyOf, reviewersLook } from '../harness/policies.ts';
import { collections, makeCollection } from '../harness/store-collection.ts';
import { type SwappedAnswers, startSwappedAnswers } from '../harness/swapped-answers.ts';
import { startWorld, type World } from '../harness/world.ts';

/** What terminals obey: clear the screen, a title, a colour by one byte; and what turns the order of letters. */
const hostile = '\u001b[2J\u001b]0;owned\u0007 \u009b31m \u202egnp.exe';
const unprintable = /[^\P{Cc}\n]|\p{Cf}/u;
let world: World;
let folder: string;
let ana: CommandLinePerson;
let session: string;
/** Another session of hers: an answer with a text of 50 MB in it, and one with bytes that are no UTF-8. */
let large: string;
let answers: SwappedAnswers;

before(async () => {
  folder = await mkdtemp(join(tmpdir(), 'vectorgate-replay-'));
  world = await startWorld({
    storeAddress: async (chroma) => {
      answers = await startSwappedAnswers(chroma.url);
      return answers.url;
    },
    policies: {
      main: policyOf(
        [
          'people-read',
          'effect: allow, principals: { groups: [analysts] }, resources: { connections: [insights] }, operations: [read], limits: { topK: 50 }',
        ],
        [
          'mail-is-masked',
          'effect: guard, resources: { collections: [cases] }, mask: [{ fields: [email], method: redact }]',
        ],
        reviewersLook(),
      ),
    },
  });
  const id = await makeCollection(world.chroma.url, 'cases', {
    ids: ['1'],
    embeddings: [[1, 0]],
    documents: [hostile],
    metadatas: [{ email: 'ana@acme.example', [`note${hostile}`]: hostile }],
  });
  const { accessToken } = await world.signIn('ana');
  for (const [route, body] of [
    ['get', { limit: 1 }],
    ['query', { query_embeddings: [[1, 0]], n_results: 1000 }],
    ['get', { limit: 1, where: { [`x${hostile}`]: hostile } }],
  ] as const) {
    const answer = await world.call(accessToken, 'POST', `${collections}/${id}/${route}`, body, {
      'user-agent': 'python-httpx/0.28.1',
      'vectorgate-session': 'kernel-of-ana',
    });
    await answer.arrayBuffer();
  }
  const odd = await makeCollection(world.chroma.url, 'odd', { ids: ['1'], embeddings: [[1, 0]] });
  const nothing = { embeddings: null, uris: null, metadatas: null, include: ['documents'] };
  const long = JSON.stringify({ ...nothing, ids: ['1'], documents: [`${hostile}${'y'.repeat(50_000_000)}`] });
  const broken = Buffer.from(JSON.stringify({ ...nothing, ids: ['1'], documents: [`caf_ ${hostile}`] }));
  broken[broken.indexOf('caf_') + 3] = 0xe9;
  for (const answer of [Buffer.from(long), broken]) {
    answers.next = answer;
    const path = `${collections}/${odd}/get`;
    const got = await world.call(
      accessToken,
      'POST',
      path,
      { include: ['documents'] },
      {
        'user-agent': 'python-httpx/0.28.1',
        'vectorgate-session': 'kernel-of-odd',
      },
    );
    assert.equal((await got.arrayBuffer()).byteLength, answer.length, 'delivered as the store sent it');
  }
  ana = await commandLinePerson(world.controlUrl, 'ana', folder);
  const listed = await ana.run('sessions', 'list', '--json');
  const { sessions } = JSON.parse(listed.out) as { sessions: { id: string; records: number }[] };
  large = sessions.find(({ records }) => records === 2)?.id ?? '';
  session = sessions.find(({ records }) => records === 3)?.id ?? '';
});
after(async () => {
  await ana?.signOut();
  await world?.close();
  await answers?.close();
  await rm(folder, { recursive: true, force: true });
});

test('a session is shown as a table of its steps, and each of them as a whole', async () => {
  const story = await ana.run('sessions', 'show', session);
  assert.equal(story.code, 0, story.err);
  assert.match(story.out, /^\S.* · insights · 3 steps · started /);
  assert.match(story.out, /^2 {2}\d\d:\d\d:\d\d {2}⊘ refused {2}\S*query\S* cases, top 1000$/m);
  const refused = await ana.run('sessions', 'show', session, '--step', '2');
  assert.match(refused.out, /^why +search of cases refused: n_results 1000 is above your limit of 50/m);
  assert.match(refused.out, /^next +\S/m);
  assert.match(refused.out, /^rules\n {2}people-read {2}allow/m);
  assert.match(refused.out, /^request, as judged\n[\s\S]*"n_results": 1000/m);
  const masked = await ana.run('sessions', 'show', session, '--step', '1');
  assert.match(masked.out, /^▒ masked/);
  assert.match(masked.out, /^answer, as delivered\n[\s\S]*"email": "«redacted»"/m);
  const beyond = await ana.run('sessions', 'show', session, '--step', '4');
  assert.equal(beyond.code, 4);
  assert.match(beyond.err, /has no step 4\.\nGive a number from 1 to 3\./);
});

test('the id that a refusal ends with shows that step, and so does a link of an editor’s', async () => {
  const { out } = await ana.run('sessions', 'show', session);
  const id = /⊘ refused[\s\S]*?decision (\S{26})/.exec(out)?.[1] ?? '';
  const shown = await ana.run('sessions', 'show', id);
  assert.match(shown.out, /^⊘ refused/);
  assert.match(shown.out, new RegExp(`^decision +${id}$`, 'm'));
  for (const link of [
    `vscode://vectorgate.vectorgate/session/${session}?step=${id}`,
    `http://127.0.0.1:8888/lab?vectorgate-session=${session}&vectorgate-step=${id}`,
  ])
    assert.equal((await ana.run('sessions', 'show', link)).out, shown.out);
  const none = await ana.run('sessions', 'show', '01JD8Z6Q4MX3V7H2K9RBT5WYCN');
  assert.equal(none.code, 4);
});

test('played without a terminal, all steps are printed, and none is obeyed', async () => {
  const played = await ana.run('sessions', 'play', session);
  assert.equal(played.code, 0, played.err);
  assert.deepEqual(played.out.match(/^step \d of 3$/gm), ['step 1 of 3', 'step 2 of 3', 'step 3 of 3']);
  assert.ok(played.out.includes('\\u{1b}[2J') || played.out.includes('\\u001b[2J'), played.out);
  const { out: shown } = await ana.run('sessions', 'show', session);
  const { out: json } = await ana.run('sessions', 'play', session, '--json');
  for (const text of [played.out, shown, json]) assert.doesNotMatch(text, unprintable);
  assert.ok(json.includes('"n_results": 1000'));
});

test('of an answer of 50 MB the beginning is printed, and bytes that are no UTF-8 stand as marks', async () => {
  const shown = await ana.run('sessions', 'show', large, '--step', '1');
  const played = await ana.run('sessions', 'play', large);
  for (const { code, out, err } of [shown, played]) {
    assert.equal(code, 0, err);
    assert.match(out, /y" … \(50,000,0\d\d characters\)/);
    assert.ok(out.length < 20_000, `${out.length} characters`);
  }
  assert.match(played.out, /caf\ufffd \\u/);
  const { out: json } = await ana.run('sessions', 'show', large, '--step', '2', '--json');
  assert.match(json, /caf\ufffd /);
  const { out: list } = await ana.run('sessions', 'list');
  for (const text of [shown.out, played.out, json, list]) assert.doesNotMatch(text, unprintable);
});

test('a note of a reviewer’s is printed, and not obeyed', async () => {
  const rita = await commandLinePerson(world.controlUrl, 'rita', folder);
  try {
    const written = await rita.run('sessions', 'note', session, `${hostile}\nsecond line <script>`);
    assert.equal(written.code, 0, written.err);
    const { out } = await rita.run('sessions', 'note', session);
    assert.match(out, /second line <script>/);
    assert.doesNotMatch(out, unprintable);
  } finally {
    await rita.signOut();
  }
});

const pty = `
import os, pty, re, select, sys, time
os.environ["TERM"] = "xterm"
child, line = pty.fork()
if child == 0:
    os.execvp(sys.argv[1], sys.argv[1:])
import fcntl, struct, termios
fcntl.ioctl(line, termios.TIOCSWINSZ, struct.pack("HHHH", 30, 100, 0, 0))
seen = b""
def until(pattern):
    global seen
    end = time.monotonic() + 60
    while not re.search(pattern, seen, re.S):
        assert time.monotonic() < end, (pattern, seen)
        if select.select([line], [], [], 1)[0]:
            try:
                seen += os.read(line, 65536)
            except OSError:
                break
    seen = b"" if re.search(pattern, seen, re.S) else seen
until(rb"1/3.*answer, as delivered")
os.write(line, b"r")
until(rb"2/3.*refused.*n_results 1000 is above")
os.write(line, b"\\x1b[C")
until(rb"3/3.*request")
os.write(line, b"gm ")
until(rb"1\\xc3\\x97")
os.write(line, b"q")
until(rb"1049l")
print(os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]))
`;

test('in a terminal it is played by keys, and leaves the terminal as it was', async () => {
  const python = process.env.VECTORGATE_PYTHON ?? 'python3';
  const program = new URL('../../client/bin/vectorgate.mjs', import.meta.url).pathname;
  const ran = promisify(execFile)(
    python,
    [
      '-c',
      pty,
      process.execPath,
      '--disable-warning=ExperimentalWarning',
      program,
      'sessions',
      'play',
      session,
    ],
    { env: { ...process.env, ...ana.environment } },
  );
  assert.equal((await ran).stdout.trim(), '0');
});
