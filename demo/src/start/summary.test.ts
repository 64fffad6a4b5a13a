import assert from 'node:assert/strict';
import { isAbsolute } from 'node:path';
import { test } from 'node:test';
import { vsixPath } from '../vscode/vsix-path.ts';
import { summary } from './summary.ts';

test('the demo tells all that VS Code is asked for, in lines that fit a terminal', async () => {
  const vsix = await vsixPath();
  assert.ok(isAbsolute(vsix), vsix);
  assert.match(vsix, /[\\/]vectorgate-\d+\.\d+\.\d+\.vsix$/);
  const places = {
    notebooks: '/clone/.vectorgate/demo/notebooks',
    policies: '/clone/demo/policies',
    vsix,
    python: '/clone/.vectorgate/venv/bin/python',
  };
  const text = summary({
    demo: {
      controlUrl: 'http://127.0.0.1:8701',
      dataUrl: 'http://127.0.0.1:8700',
      folder: '/clone/.vectorgate/demo',
      store: { knownAs: 'chroma.internal:8000', title: 'Chroma', url: 'http://127.0.0.1:5' },
    },
    jupyter: { url: 'http://127.0.0.1:8888', token: 't' },
    notebook: 'customer-insights.ipynb',
    ...places,
  });
  for (const place of Object.values(places)) assert.ok(text.includes(place), place);
  assert.match(text, /Set the gateway, to http:\/\/127\.0\.0\.1:8701$/m);
  // The address for people comes first: whoever copies one from here copies that.
  assert.ok(text.indexOf('127.0.0.1:8701') < text.indexOf('127.0.0.1:8700'));
  for (const line of text.split('\n'))
    if (!/https?:|\/clone\/|\.vsix/.test(line)) assert.ok(line.length <= 80, line);
});
