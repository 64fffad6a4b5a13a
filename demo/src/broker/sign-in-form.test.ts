import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readForm } from './sign-in-form.ts';

test('the posting form is read with its hidden fields and its address', () => {
  const form = readForm(`<form method=get action="/search"><input name=q></form>
    <form autocomplete="off" action="/interaction/1?a=1&amp;b=2" method="post">
      <input type="hidden" name="prompt" value="login"><input name='login'><input type=password name="password">
      <button>go</button></form>`);
  assert.equal(form?.action, '/interaction/1?a=1&b=2');
  assert.deepEqual(
    [...(form?.fields ?? [])],
    [
      ['prompt', 'login'],
      ['login', ''],
      ['password', ''],
    ],
  );
});

test('the first button’s answer goes along, as Enter would send it', () => {
  const form = readForm(`<form method="post" action="/done"><input type="hidden" name="nonce" value="n">
    <button type="submit" name="answer" value="yes" autofocus>Continue</button>
    <button type="submit" name="answer" value="no">Stop</button></form>`);
  assert.deepEqual(
    [...(form?.fields ?? [])],
    [
      ['nonce', 'n'],
      ['answer', 'yes'],
    ],
  );
});

test('a page without a posting form has none', () => {
  assert.equal(readForm('<p>Hello</p><form><input name=q></form>'), undefined);
});
