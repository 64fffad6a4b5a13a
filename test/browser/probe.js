// What a notebook's output tries in the page that shows it. Leaves in `window.probe` what it saw, by name.
(async () => {
  const seen = {};
  const text = async (response) =>
    `${response.status} ${JSON.stringify([...response.headers])} ${await response.text()}`;
  const attempt = async (name, work) => {
    seen[name] = await Promise.resolve()
      .then(work)
      .then(String, (error) => `stopped: ${error.message}`);
  };
  const ours = (path, init) => async () => text(await fetch(`/vectorgate/${path}`, init));
  for (const path of [
    'status',
    'latest',
    'recorded/sessions',
    'recorded/me',
    'heal',
    'callback',
    'token',
    'refresh',
    'session',
    'tokens.json',
  ])
    await attempt(`reads ${path}`, ours(path));
  await attempt('reads sign-in', ours('sign-in'));
  await attempt('reads the cookies', () => document.cookie);
  await attempt('reads the stores of the browser', async () =>
    JSON.stringify([
      { ...localStorage },
      { ...sessionStorage },
      await indexedDB.databases(),
      await caches.keys(),
    ]),
  );
  await attempt('reads the whole page', () => document.documentElement.outerHTML);
  await attempt('reads what the page has loaded', () =>
    performance
      .getEntries()
      .map((entry) => entry.name)
      .join(),
  );
  await attempt('reads the sign-in window by its name', () => {
    const popup = window.open('', 'vectorgate-sign-in');
    const found = `${popup?.location.href} ${popup?.document.body.innerHTML}`;
    popup?.close();
    return found;
  });
  for (const path of ['sign-out', 'sign-in']) {
    const body = JSON.stringify({ return: `${location.origin}/vectorgate/callback` });
    await attempt(`posts ${path} without the XSRF token`, ours(path, { method: 'POST', body }));
    await attempt(
      `posts ${path} with a made-up one`,
      ours(path, { method: 'POST', body, headers: { 'x-xsrftoken': 'x' } }),
    );
    await attempt(`posts ${path} by a beacon`, () => navigator.sendBeacon(`/vectorgate/${path}`, body));
    await attempt(`posts ${path} by a form`, () => {
      const frame = Object.assign(document.createElement('iframe'), { name: `frame-${path}`, hidden: true });
      const form = Object.assign(document.createElement('form'), {
        method: 'post',
        action: `/vectorgate/${path}`,
        target: frame.name,
      });
      document.body.append(frame, form);
      const loaded = new Promise((done) => {
        frame.onload = () => done(frame.contentDocument?.body?.innerText ?? 'another origin');
      });
      form.submit();
      return loaded;
    });
  }
  const gateway = JSON.parse(seen['reads status'].slice(seen['reads status'].indexOf('{'))).gateway;
  for (const path of ['/api/v1/me', '/api/v1/records', '/oauth/token', '/sign-in/return?state=x'])
    await attempt(`asks the gateway’s ${path} as the browser`, async () =>
      text(await fetch(gateway + path, { credentials: 'include' })),
    );
  await attempt('frames the gateway’s pages', () => {
    const frame = Object.assign(document.createElement('iframe'), {
      src: `${gateway}/sign-in/return`,
      hidden: true,
    });
    document.body.append(frame);
    return new Promise((done) => {
      frame.onload = () => done(frame.contentDocument?.body?.innerHTML ?? 'another origin: nothing to read');
    });
  });
  window.probe = seen;
})();
