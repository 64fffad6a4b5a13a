import assert from 'node:assert/strict';
import { test } from 'node:test';
import { firstKnown } from './first-known.ts';

test('the first who knows is heard; who fails or knows nothing keeps nobody from the next', async () => {
  const asked: string[] = [];
  const source = (name: string, answer: string | undefined) => () => {
    asked.push(name);
    return answer;
  };
  const fails = async (): Promise<string> => {
    throw new Error('another extension’s trouble');
  };
  assert.equal(
    await firstKnown([source('a', undefined), fails, source('b', ''), source('c', '/c'), source('d', '/d')]),
    '/c',
  );
  assert.deepEqual(asked, ['a', 'b', 'c']);
  assert.equal(await firstKnown([fails]), undefined);
});
