// Tests the live page in a browser and prints one line of JSON for each check: its name, and the problem or null.
// Arguments: the address of an open listener, the address of one with a token, the token, the folder for screenshots, the path of the browser.
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium } from 'playwright-core';
import { contrastProblems, sizeProblems, structureProblems } from './checks.mjs';

const [address, guardedAddress, token, pictures, executablePath] = process.argv.slice(2);
const hostile = '<img src=x onerror="window.wasRun=1"><script>window.wasRun=1</script>';
const flags = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];
// A host name other than localhost: over plain HTTP, browsers trust such a page less and send less information about the origin of a request.
const foreignName = 'hooks.test';
flags.push(`--host-resolver-rules=MAP ${foreignName} 127.0.0.1`);
const consoleMessages = [];
const origins = new Set();

async function check(name, action) {
  let problem = null;
  let data;
  try {
    data = await action();
  } catch (error) {
    problem = String(error.message ?? error).split('\n').slice(0, 12).join('\n');
  }
  console.log(JSON.stringify({ check: name, problem, data }));
}

function expect(condition, problem) {
  if (!condition) throw new Error(problem);
}

const expectNone = problems => expect(problems.length === 0, problems.join('; '));

async function post(path, body, headers = {}) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(address + path, { method: 'POST', body: text, headers: { 'Content-Type': 'application/json', ...headers } });
  await response.text();
  return response.status;
}

function listen(page) {
  page.on('console', message => { if (['error', 'warning'].includes(message.type())) consoleMessages.push(message.text()); });
  page.on('pageerror', error => consoleMessages.push(String(error)));
  page.on('request', request => origins.add(new URL(request.url()).origin));
  return page;
}

const rowOf = (page, name) => page.locator('#rows tr').filter({ has: page.getByRole('button', { name, exact: true }) });
const visibleNames = page => page.locator('#rows tr:visible .name').allTextContents();
const picture = (page, name) => page.screenshot({ path: join(pictures, name + '.png'), animations: 'disabled' });

async function open(page, url = address) {
  await page.goto(url);
  await page.locator('#connection[data-state=live]').waitFor();
}

/** Checks in the accessibility tree that all controls have a name. */
async function namelessControls(page) {
  const session = await page.context().newCDPSession(page);
  const { nodes } = await session.send('Accessibility.getFullAXTree');
  await session.detach();
  const roles = new Set(['button', 'link', 'textbox', 'searchbox', 'combobox', 'dialog', 'img', 'image', 'region', 'form', 'table']);
  return nodes.filter(node => !node.ignored && roles.has(node.role?.value) && !node.name?.value).map(node => `${node.role.value} without a name`);
}

async function run(page) {
  await open(page);

  await check('the page shows what was received before it was opened', async () => {
    const rows = await page.locator('#rows tr').count();
    expect(rows >= 20, `${rows} rows`);
    expect((await page.locator('#count-alerts').textContent()) !== '0', 'the counters do not change');
  });

  await check('an alert that is posted appears without a reload', async () => {
    await page.evaluate(() => { window.sameDocument = true; });
    const before = Number(await page.locator('#count-accepted').textContent());
    expect(await post('hooks/browser', { name: 'appears', status: 'firing', severity: 'critical', summary: 'It appeared automatically' }) === 200, 'it was rejected');
    const row = rowOf(page, 'appears');
    await row.waitFor();
    expect(await page.evaluate(() => window.sameDocument), 'the page was loaded again');
    expect((await page.locator('#rows tr').first().locator('.name').textContent()) === 'appears', 'it is not the first row');
    expect((await row.locator('.status.tone-bad').textContent()) === 'firing', 'its status is not marked');
    await page.waitForFunction(count => Number(document.getElementById('count-accepted').textContent) > count, before);
    await page.waitForFunction(() => document.getElementById('announcement').textContent.includes('appears'));
  });

  await check('the chart shows it', async () => {
    const total = () => page.evaluate(() => Number.parseInt(document.getElementById('chart-text').textContent, 10));
    const heights = () => page.evaluate(() => [...document.querySelectorAll('#chart rect.tone-unsure')].reduce((sum, bar) => sum + Number(bar.getAttribute('height')), 0));
    const [totalBefore, heightsBefore] = [await total(), await heights()];
    await post('hooks/browser', { name: 'moves', status: 'pending' });
    await rowOf(page, 'moves').waitFor();
    await page.waitForFunction(count => Number.parseInt(document.getElementById('chart-text').textContent, 10) === count, totalBefore + 1);
    expect(await heights() > heightsBefore, 'no bar grew');
    expect((await page.locator('#legend').textContent()).includes('pending 1'), 'the legend does not say so');
  });

  await check('text from senders is not interpreted as markup', async () => {
    await post('hooks/browser', { name: hostile, status: hostile, severity: hostile, summary: hostile });
    const row = page.locator('#rows tr').filter({ hasText: 'onerror' });
    await row.waitFor();
    expect((await row.locator('.name').textContent()) === hostile, 'the name is not shown as sent');
    await row.getByRole('button').click();
    await page.locator('#detail[open]').waitFor();
    expect((await page.locator('#detail-name').textContent()) === hostile, 'the title is not shown as sent');
    const made = await page.evaluate(() => document.querySelectorAll('main img, dialog img, main script, dialog script').length);
    expect(made === 0 && await page.evaluate(() => window.wasRun) === undefined, 'it became markup');
    await page.keyboard.press('Escape');
    await post('webhook', { alerts: [{ status: hostile, fingerprint: 'hostile', labels: { alertname: hostile, [hostile]: hostile }, annotations: { summary: hostile } }] });
    await page.goto(address + 'report/hostile');
    expect((await page.locator('h1').textContent()) === hostile, 'the report does not show it as sent');
    expect(await page.evaluate(() => document.querySelectorAll('main img, script').length) === 0 && await page.evaluate(() => window.wasRun) === undefined, 'it became markup in the report');
    await open(page);
  });

  await check('filters narrow the list and can be cleared', async () => {
    const all = await page.locator('#rows tr:visible').count();
    await page.getByLabel('Name or summary').fill('APPEARS');
    expect((await visibleNames(page)).join() === 'appears', 'by name: ' + await visibleNames(page));
    await page.getByLabel('Name or summary').fill('appeared automatically');
    expect((await visibleNames(page)).join() === 'appears', 'by summary: ' + await visibleNames(page));
    expect((await page.locator('#shown').textContent()).startsWith('1 of '), 'the count is not shown');
    await page.getByLabel('Name or summary').fill('');
    for (const [label, value, cell] of [['Protocol', 'monasca', '.protocol'], ['Status', 'resolved', '.state'], ['Severity', 'critical', '.severity']]) {
      await page.locator('#filter-' + label.toLowerCase()).selectOption(value);
      const cells = await page.locator(`#rows tr:visible ${cell}`).allTextContents();
      expect(cells.length > 0 && cells.length < all && cells.every(text => text === value), `${label}: ${cells}`);
      await page.locator('#filter-' + label.toLowerCase()).selectOption('');
    }
    await page.locator('#filter-status').selectOption('resolved');
    await post('hooks/browser', { name: 'kept out', status: 'firing' });
    await page.waitForFunction(() => [...document.querySelectorAll('#rows tr .name')].some(name => name.textContent === 'kept out'));
    expect(!(await visibleNames(page)).includes('kept out'), 'new alerts bypass the filter');
    await page.getByLabel('Name or summary').fill('nothing is called so');
    await page.getByText('No alerts match the filter.').waitFor();
    await page.getByRole('button', { name: 'Clear' }).click();
    await rowOf(page, 'kept out').waitFor();
    expect(await page.locator('#rows tr:visible').count() === all + 1, 'not all came back');
  });

  await check('the list can be paused and resumed with all new alerts', async () => {
    await page.getByRole('button', { name: 'Pause' }).click();
    await post('hooks/browser', { name: 'while paused' });
    const resume = page.getByRole('button', { name: 'Resume (1 new)' });
    await resume.waitFor();
    expect(await rowOf(page, 'while paused').count() === 0, 'the list was not paused');
    await resume.click();
    await rowOf(page, 'while paused').waitFor();
  });

  await check('rejected requests are shown with their reason', async () => {
    expect(await post('hooks/browser', '{"no json') === 400, 'it was not rejected');
    const item = page.locator('#rejected li').filter({ hasText: '/hooks/browser' });
    await item.waitFor();
    const text = await item.textContent();
    expect(text.includes('400') && text.includes('POST') && text.includes('127.0.0.1') && text.includes('not valid JSON'), text);
    await post('hooks/browser', '{"no json');
    await page.waitForFunction(() => document.getElementById('rejected').textContent.includes('2 times'));
  });

  await check('an alert can be opened, read and closed with the keyboard', async () => {
    await page.getByLabel('Name or summary').fill('HighCPUUsage');
    await page.getByRole('button', { name: 'Clear' }).focus();
    await page.keyboard.press('Tab');
    expect(await page.evaluate(() => document.activeElement.textContent) === 'HighCPUUsage', 'the first row does not follow the filter');
    await page.keyboard.press('Enter');
    await page.locator('#detail[open]').waitFor();
    expect(await page.evaluate(() => document.getElementById('detail').contains(document.activeElement)), 'the focus is not in the dialog');
    const text = await page.locator('#detail').innerText();
    for (const part of ['HighCPUUsage', 'not required', '127.0.0.1', '/webhook', 'namespace', 'production', 'Content-Type', 'application/json', '"alertname": "HighCPUUsage"', 'Timeline', '1 notification']) {
      expect(text.includes(part), `'${part}' is not in the detail`);
    }
    expect(await page.locator('#detail-lane rect').count() >= 2, 'no timeline is drawn');
    const seen = new Set();
    for (let press = 0; press < 8; press++) {
      await page.keyboard.press('Tab');
      seen.add(await page.evaluate(() => document.activeElement.id || document.activeElement.tagName));
    }
    for (const id of ['detail-close', 'copy-curl', 'copy-powershell', 'detail-report', 'detail-body']) expect(seen.has(id) || id === 'detail-close', `${id} cannot be reached: ${[...seen]}`);
    expect(![...seen].some(id => id.startsWith('filter-')), 'the focus leaves the dialog');
    await page.keyboard.press('Escape');
    await page.locator('#detail:not([open])').waitFor({ state: 'attached' });
    expect(await page.evaluate(() => document.activeElement.textContent) === 'HighCPUUsage', 'the focus does not return');
    await page.getByRole('button', { name: 'Clear' }).click();
  });

  await check('an alert is copied as a curl command', async () => {
    await post('hooks/copied', '{"name":"copied","it\'s":"$(id) `id` \\\\ ‘’ \x7f\u009b31m"}\n', { 'X-Team': "it's us" });
    await rowOf(page, 'copied').getByRole('button').click();
    await page.getByRole('button', { name: 'Copy as curl' }).click();
    await page.getByText('Copied.').waitFor();
    return page.evaluate(() => navigator.clipboard.readText());
  });

  await check('an alert is copied as Send-Webhook, and shown if clipboard access is denied', async () => {
    await page.getByRole('button', { name: 'Copy as Send-Webhook' }).click();
    const copied = await page.evaluate(() => navigator.clipboard.readText());
    expect(copied.startsWith('Send-Webhook -Uri '), copied);
    await page.evaluate(() => { navigator.clipboard.writeText = () => Promise.reject(new Error('denied')); });
    await page.getByRole('button', { name: 'Copy as Send-Webhook' }).click();
    await page.locator('#copy-text:visible').waitFor();
    expect(await page.locator('#copy-text').inputValue() === copied, 'a different text is shown');
    expect(await page.evaluate(() => document.activeElement.id === 'copy-text' && getSelection().toString().length > 0 || document.activeElement.selectionEnd > 0), 'it is not selected');
    await page.getByRole('button', { name: 'Close' }).click();
  });

  await check('the report of an alert can be opened', async () => {
    await rowOf(page, 'HighCPUUsage').first().getByRole('button').click();
    await page.getByRole('link', { name: 'Report' }).click();
    await page.waitForURL('**/report/*');
    expect((await page.locator('h1').textContent()) === 'HighCPUUsage', 'it is a different report');
    expect(await page.locator('svg.lane rect').count() >= 3, 'no timeline is drawn');
    expect((await page.locator('table.history tbody tr').count()) >= 3, 'no history is shown');
    await page.getByRole('link', { name: 'Webhook listener' }).click();
    await page.locator('#connection[data-state=live]').waitFor();
  });

  await check('the tab order is correct and the focus is visible', async () => {
    await open(page);
    await page.waitForFunction(() => document.querySelectorAll('#rows tr').length > 10);
    const order = [];
    const unseen = [];
    for (let press = 0; press < 8; press++) {
      await page.keyboard.press('Tab');
      const [name, isSeen] = await page.evaluate(() => {
        const style = getComputedStyle(document.activeElement);
        const box = document.activeElement.getBoundingClientRect();
        return [document.activeElement.id || document.activeElement.className || document.activeElement.textContent.trim(),
          style.outlineStyle !== 'none' && Number.parseFloat(style.outlineWidth) >= 2 && box.bottom > 0 && box.top < innerHeight && box.right > 0];
      });
      order.push(name);
      if (!isSeen) unseen.push(name);
    }
    const first = await page.locator('#rows tr .name').first().textContent();
    expect(order.join() === ['skip', 'pause', 'filter-name', 'filter-protocol', 'filter-status', 'filter-severity', 'Clear', first].join(), 'order: ' + order);
    expectNone(unseen);
    await page.keyboard.press('Home');
  });

  await check('all controls have a name, and the pages are structured', async () => {
    await open(page);
    expectNone(await namelessControls(page));
    expectNone(await page.evaluate(structureProblems));
    await rowOf(page, 'HighCPUUsage').first().getByRole('button').click();
    expectNone(await namelessControls(page));
    expectNone(await page.evaluate(structureProblems));
    await page.getByRole('link', { name: 'Report' }).click();
    await page.waitForURL('**/report/*');
    expectNone(await namelessControls(page));
    expectNone(await page.evaluate(structureProblems));
  });
}

/** Checks each page in one size and color scheme, and takes screenshots. */
async function look(page, colorScheme, size, name) {
  await page.setViewportSize(size);
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  const measure = async what => {
    await check(`${what} has enough contrast: ${name}`, async () => expectNone(await page.evaluate(contrastProblems)));
    await check(`${what} fits: ${name}`, async () => expectNone(await page.evaluate(sizeProblems)));
  };
  await open(page);
  await measure('the page');
  await picture(page, `page-${name}`);
  await page.evaluate(() => scrollTo(0, document.body.scrollHeight));
  await picture(page, `page-end-${name}`);
  await rowOf(page, 'HighCPUUsage').first().getByRole('button').click();
  await page.locator('#detail[open]').waitFor();
  await measure('an alert');
  await picture(page, `alert-${name}`);
  await page.locator('#detail').evaluate(dialog => dialog.scrollTo(0, dialog.scrollHeight));
  await picture(page, `alert-end-${name}`);
  await page.getByRole('link', { name: 'Report' }).click();
  await page.waitForURL('**/report/*');
  await measure('the report');
  await picture(page, `report-${name}`);
}

async function signIn(page) {
  await check('if a token is set, the page asks for it and accepts it', async () => {
    await page.goto(guardedAddress.replace('127.0.0.1', foreignName));
    expect((await page.title()).startsWith('Sign in'), 'no form is shown');
    expect(await page.evaluate(() => document.activeElement.name) === 'secret', 'the form is not focused');
    expectNone(await page.evaluate(contrastProblems));
    expectNone(await page.evaluate(structureProblems));
    expectNone(await namelessControls(page));
    await picture(page, 'sign-in');
    await page.keyboard.type('wrong');
    await page.keyboard.press('Enter');
    await page.getByRole('alert').waitFor();
    await page.getByLabel('Token').fill(token);
    await page.keyboard.press('Enter');
    await page.locator('#connection[data-state=live]').waitFor();
    expect(!(await page.content()).includes(token), 'the token is in the page');
    expect(await page.evaluate(() => document.cookie) === '', 'a script can read the cookie');
    await page.locator('#empty').waitFor();
    expectNone(await page.evaluate(contrastProblems));
    await picture(page, 'empty');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Token').waitFor();
  });
}

/** A proxy between the browser and the listener, so that the connection can be cut. */
async function cuttable(port) {
  const target = new URL(address);
  const sockets = new Set();
  const server = createServer(inward => {
    const outward = connect(target.port, target.hostname);
    for (const [one, other] of [[inward, outward], [outward, inward]]) {
      sockets.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => { sockets.delete(one); other.destroy(); });
    }
  });
  await new Promise(done => server.listen(port, '127.0.0.1', done));
  const cut = async () => {
    const closed = new Promise(done => server.close(done));
    for (const socket of sockets) socket.destroy();
    await closed;
  };
  return { port: server.address().port, cut };
}

async function lose(page) {
  await check('the page reports a lost connection, and catches up when it is back', async () => {
    const first = await cuttable(0);
    await open(page, `http://127.0.0.1:${first.port}/`);
    await first.cut();
    await page.locator('#connection[data-state=lost]').waitFor();
    await post('hooks/browser', { name: 'while away' });
    const second = await cuttable(first.port);
    await rowOf(page, 'while away').waitFor();
    await page.locator('#connection[data-state=live]').waitFor();
    await page.close();
    await second.cut();
  });
}

const profile = await mkdtemp(join(tmpdir(), 'webhooktools-browser-'));
await mkdir(pictures, { recursive: true });
const context = await chromium.launchPersistentContext(profile, { executablePath, args: flags, locale: 'en-GB', timezoneId: 'UTC', viewport: { width: 1280, height: 900 } });
context.setDefaultTimeout(15_000);
try {
  await context.grantPermissions(['clipboard-read', 'clipboard-write'], { origin: new URL(address).origin });
  const page = listen(await context.newPage());
  await look(page, 'light', { width: 1280, height: 900 }, 'light');
  await look(page, 'dark', { width: 1280, height: 900 }, 'dark');
  await look(page, 'light', { width: 390, height: 844 }, 'phone');
  await look(page, 'dark', { width: 390, height: 844 }, 'phone-dark');
  await page.setViewportSize({ width: 1280, height: 900 });
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'no-preference' });
  await run(page);
  await page.close();
  await check('the console has no messages', () => expectNone(consoleMessages));
  await check('no other host is contacted', () => expectNone([...origins].filter(origin => origin !== new URL(address).origin)));

  // The browser reports the 401 response to a wrong token to the console.
  const guarded = await context.newPage();
  await guarded.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await signIn(guarded);
  await lose(await context.newPage());
} finally {
  await context.close();
  await rm(profile, { recursive: true, force: true, maxRetries: 5 });
}
