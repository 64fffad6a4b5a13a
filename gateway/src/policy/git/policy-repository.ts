import { createHash } from 'node:crypto';
import { lstat, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { PolicyGitConfiguration } from '../../configuration/configuration.ts';
import type { PolicyFile } from '../policy-folder.ts';
import { git } from './git-command.ts';

/** Why the newest commit of the branch is not taken: it could be read, and is none to follow. */
export class CommitRefused extends Error {
  readonly remedy: string;

  constructor(message: string, remedy: string) {
    super(message);
    this.remedy = remedy;
  }
}

/** A copy of one branch of a repository, without a work tree: what is read stands in its objects. */
export class PolicyRepository {
  readonly #folder: string;
  readonly #configuration: PolicyGitConfiguration;
  /** What the branch has, and what of it came into force: another branch, or repository, has others. */
  readonly #seen: string;
  readonly #accepted: string;

  /** `as`: what becomes of its commits, which is remembered apart. */
  constructor(folder: string, configuration: PolicyGitConfiguration, as: 'accepted' | 'beside' = 'accepted') {
    this.#folder = folder;
    this.#configuration = configuration;
    const { repository, branch } = configuration;
    const name = createHash('sha256').update(`${repository}\n${branch}`).digest('hex').slice(0, 32);
    this.#seen = `refs/vectorgate/seen/${name}`;
    this.#accepted = `refs/vectorgate/${as}/${name}`;
  }

  async prepare(): Promise<void> {
    await mkdir(this.#folder, { recursive: true, mode: 0o700 });
    await git(this.#folder, ['init', '--quiet', '--bare', '.']);
  }

  /** Gets the branch. Resolves to its newest commit; rejects when it is ended by the signal. */
  async fetch(signal?: AbortSignal): Promise<string> {
    const { repository, branch } = this.#configuration;
    const branchHere = `+refs/heads/${branch}:${this.#seen}`;
    const quietly = ['--quiet', '--no-tags', '--no-write-fetch-head', '--no-recurse-submodules', '--force'];
    const args = ['fetch', ...quietly, '--end-of-options', repository, branchHere];
    await git(this.#folder, args, {}, signal);
    return this.#commitOf(this.#seen);
  }

  /** Whether the repository has the branch. Rejects when it cannot be asked. */
  async hasBranch(signal?: AbortSignal): Promise<boolean> {
    const { repository, branch } = this.#configuration;
    const args = ['ls-remote', '--exit-code', '--end-of-options', repository, `refs/heads/${branch}`];
    try {
      await git(this.#folder, args, {}, signal);
      return true;
    } catch (error) {
      // What git ends with when it was answered, and there was none.
      if ((error as { code?: unknown }).code === 2) return false;
      throw error;
    }
  }

  /** The commit that came into force last; undefined when none did. Throws when that cannot be told. */
  async accepted(): Promise<string | undefined> {
    try {
      return await this.#commitOf(this.#accepted);
    } catch (error) {
      // Git says the same of a name that is not there and of one that is damaged.
      if ((error as { code?: unknown }).code !== 1 || (await this.#isThere(this.#accepted))) throw error;
      return undefined;
    }
  }

  /** From now on only what follows it is taken, after a restart too. */
  async accept(commit: string): Promise<void> {
    await git(this.#folder, ['update-ref', this.#accepted, commit]);
  }

  /** None came into force, as far as is remembered. */
  async forget(): Promise<void> {
    await git(this.#folder, ['update-ref', '-d', this.#accepted]);
  }

  /** Whether `later` has `earlier` behind it. */
  async follows(later: string, earlier: string): Promise<boolean> {
    try {
      await git(this.#folder, ['merge-base', '--is-ancestor', earlier, later]);
      return true;
    } catch {
      return false;
    }
  }

  /** Throws `CommitRefused` unless one of the allowed signers signed it by SSH. */
  async assertSigned(commit: string): Promise<void> {
    const { allowedSigners } = this.#configuration;
    if (allowedSigners === undefined) return;
    const verdict = await git(this.#folder, ['log', '-1', '--format=%G?', commit, '--'], {
      'gpg.ssh.allowedSignersFile': allowedSigners,
      // Keys of other kinds, whoever has them in a ring, count for nothing here.
      'gpg.program': '/bin/false',
      'gpg.x509.program': '/bin/false',
    }).catch(() => '');
    if (verdict.trim() !== 'G')
      throw new CommitRefused(
        `Commit ${commit.slice(0, 7)} is not signed by any of the allowed signers.`,
        'Sign it by a key in policy.git.allowedSigners (git commit -S), or list its key there.',
      );
  }

  async authorOf(commit: string): Promise<string> {
    return (await git(this.#folder, ['log', '-1', '--format=%an <%ae>', commit, '--'])).trim().slice(0, 200);
  }

  /** Policy files below the configured path, sorted; hidden ones are left out. Throws `CommitRefused` for links, submodules and for none. */
  async files(commit: string): Promise<readonly PolicyFile[]> {
    const { path } = this.#configuration;
    const below = path === '' ? '' : `${path}/`;
    const tree = await git(this.#folder, [
      'ls-tree',
      '-r',
      '-z',
      commit,
      ...(path === '' ? [] : ['--', below]),
    ]);
    const files: PolicyFile[] = [];
    for (const entry of tree.split('\0')) {
      const [, mode, object, name] = /^(\d+) \w+ ([0-9a-f]+)\t(.*)$/s.exec(entry) ?? [];
      const relative = name?.slice(below.length);
      if (object === undefined || relative === undefined || !name?.startsWith(below)) continue;
      if (relative.split('/').some((part) => part.startsWith('.'))) continue;
      // A link may lead to a folder, and a repository in the repository is one: their names tell nothing.
      if (mode === '120000' || mode === '160000')
        throw new CommitRefused(
          `${name} in commit ${commit.slice(0, 7)} is a ${mode === '120000' ? 'link' : 'submodule'}.`,
          'Put what it stands for there itself, or name a folder without it as policy.git.path: a guard behind it must not be left out in silence.',
        );
      if (!/\.policy\.(ya?ml|json)$/.test(relative)) continue;
      files.push({ path: relative, text: await git(this.#folder, ['cat-file', 'blob', object]) });
    }
    if (files.length === 0)
      throw new CommitRefused(
        `Commit ${commit.slice(0, 7)} has no policies (*.policy.yaml)${path === '' ? '' : ` below ${path}`}.`,
        'Put them there, or correct policy.git.path.',
      );
    return files.sort((a, b) => (a.path < b.path ? -1 : 1));
  }

  async #isThere(ref: string): Promise<boolean> {
    try {
      await lstat(join(this.#folder, ref));
      return true;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
    }
    return (await git(this.#folder, ['for-each-ref', '--format=%(objectname)', ref])).trim() !== '';
  }

  async #commitOf(ref: string): Promise<string> {
    return (await git(this.#folder, ['rev-parse', '--verify', '--quiet', `${ref}^{commit}`])).trim();
  }
}
