// The live page: shows what the listener accepts and rejects, as it happens. It only reads from the listener,
// and it inserts all text from senders as text, never as markup.

import { asCurl, asSendWebhook, canReplay, shellQuoted } from './replay.js';

const maximumAlerts = 500;
const maximumRejections = 50;
const minutes = 60;
const maximumChoices = 100;
const base = new URL('.', document.baseURI).href;
const svgSpace = 'http://www.w3.org/2000/svg';
const toneOrder = ['bad', 'unsure', 'other', 'good'];
const fields = ['protocol', 'status', 'severity'];

const byId = id => document.getElementById(id);
const state = {
  alerts: new Map(),        // by id: { alert, row }
  rejected: new Map(),      // by id
  perMinute: new Map(),     // minute → status → count
  tones: new Map(),         // status → tone, from the listener
  choices: { protocol: new Set(), status: new Set(), severity: new Set() },
  held: null,               // by id: alerts that arrived while the list is paused, or null
  startedAt: null,
  selected: null,
  clockOffset: 0,
  unseen: 0,
  announced: [],
};

const now = () => Date.now() + state.clockOffset;
const minuteOf = time => Math.floor(time / 60000);
const hourAndMinute = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit' });
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const dayAndClock = new Intl.DateTimeFormat(undefined, { month: 'short', day: 'numeric', hour: '2-digit', minute: '2-digit', second: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

function element(name, text, attributes = {}) {
  const created = document.createElement(name);
  if (text !== undefined && text !== null) created.textContent = text;
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, value);
  return created;
}

function svgElement(name, attributes, title) {
  const created = document.createElementNS(svgSpace, name);
  for (const [key, value] of Object.entries(attributes)) created.setAttribute(key, value);
  if (title) {
    const text = document.createElementNS(svgSpace, 'title');
    text.textContent = title;
    created.append(text);
  }
  return created;
}

function timeElement(iso) {
  const time = new Date(iso);
  const isToday = now() - time.getTime() < 12 * 3600_000;
  return element('time', (isToday ? clock : dayAndClock).format(time), { datetime: iso, title: full.format(time) });
}

const statusBadge = (status, tone) => element('span', status, { class: `status tone-${tone}`, title: status });
const titleOf = alert => alert.name || alert.event || alert.path || alert.id;

/** Combines many calls into one run before the next repaint. */
function oncePerFrame(action) {
  let isWaiting = false;
  return () => {
    if (isWaiting) return;
    isWaiting = true;
    requestAnimationFrame(() => { isWaiting = false; action(); });
  };
}

// ---- alerts ------------------------------------------------------------------------------

function addAlert(alert, isNew) {
  if (state.alerts.has(alert.id)) return;
  const created = row(alert, isNew);
  state.alerts.set(alert.id, { alert, row: created });
  insertRow(created, alert);

  const status = alert.status || 'no status';
  const minute = minuteOf(Date.parse(alert.receivedAt));
  if (!state.perMinute.has(minute)) state.perMinute.set(minute, new Map());
  const counts = state.perMinute.get(minute);
  counts.set(status, (counts.get(status) ?? 0) + 1);
  state.tones.set(status, alert.tone);

  for (const field of fields) addChoice(field, alert[field]);
  removeOldest();
  refreshSoon();
}

/** Newest first. Most alerts are newer than all others, so the search usually ends at once. */
function insertRow(created, alert) {
  const time = Date.parse(alert.receivedAt);
  let after = byId('rows').firstElementChild;
  while (after && Date.parse(state.alerts.get(after.dataset.id).alert.receivedAt) > time) after = after.nextElementSibling;
  byId('rows').insertBefore(created, after);
}

function removeOldest() {
  while (state.alerts.size > maximumAlerts) {
    const last = byId('rows').lastElementChild;
    state.alerts.delete(last.dataset.id);
    last.remove();
  }
}

function addChoice(field, value) {
  const known = state.choices[field];
  if (!value || known.has(value) || known.size >= maximumChoices) return;
  known.add(value);
  const select = byId('filter-' + field);
  const after = [...select.options].slice(1).find(other => other.value > value);
  select.insertBefore(element('option', value, { value }), after ?? null);
}

function row(alert, isNew) {
  // Small screens show rows as cards. The explicit roles keep the table semantics.
  const created = element('tr', null, isNew ? { class: 'new', role: 'row' } : { role: 'row' });
  created.dataset.id = alert.id;
  const cell = (text, name) => element('td', text, { class: name, role: 'cell' });
  const received = cell(null, 'received');
  received.append(timeElement(alert.receivedAt));
  const status = cell(null, 'state');
  if (alert.status) status.append(statusBadge(alert.status, alert.tone));
  const name = cell(null, 'name');
  const open = element('button', titleOf(alert), { type: 'button', 'aria-haspopup': 'dialog' });
  open.addEventListener('click', () => showDetail(alert.id));
  name.append(open);
  const summary = cell(null, 'summary-cell');
  summary.append(element('div', alert.summary, { class: 'text' }));
  created.append(received, status, name, cell(alert.severity, 'severity'), cell(alert.protocol, 'protocol'), summary);
  created.hidden = !matches(alert);
  return created;
}

function matches(alert) {
  const wanted = byId('filter-name').value.trim().toLowerCase();
  const has = text => (text ?? '').toLowerCase().includes(wanted);
  return (!wanted || has(titleOf(alert)) || has(alert.summary))
    && fields.every(field => {
      const choice = byId('filter-' + field).value;
      return !choice || alert[field] === choice;
    });
}

function refilter() {
  for (const { alert, row: created } of state.alerts.values()) created.hidden = !matches(alert);
  refresh();
}

function refresh() {
  const all = state.alerts.size;
  let shown = 0;
  for (const { row: created } of state.alerts.values()) if (!created.hidden) shown++;
  byId('shown').textContent = all === 0 ? '' : shown === all ? `${all}` : `${shown} of ${all}`;
  byId('empty').hidden = all > 0;
  byId('none-match').hidden = all === 0 || shown > 0;
  byId('table').hidden = shown === 0;
  draw();
}

const refreshSoon = oncePerFrame(refresh);

// ---- pausing -----------------------------------------------------------------------------

function receive(alert, isNew) {
  if (state.alerts.has(alert.id)) return;
  if (!state.held) {
    addAlert(alert, isNew);
    if (isNew) announce(alert);
    return;
  }
  state.held.set(alert.id, alert);
  if (state.held.size > maximumAlerts) state.held.delete(state.held.keys().next().value);
  byId('pause').textContent = `Resume (${state.held.size} new)`;
}

function togglePause() {
  const held = state.held;
  state.held = held ? null : new Map();
  byId('pause').textContent = held ? 'Pause' : 'Resume';
  byId('pause').setAttribute('aria-pressed', String(!held));
  for (const alert of held?.values() ?? []) addAlert(alert, true);
}

/** Announces new alerts to screen readers, at most every two seconds. */
function announce(alert) {
  if (document.hidden) {
    state.unseen++;
    document.title = `(${state.unseen}) Webhook listener`;
  }
  state.announced.push(alert);
  if (state.announced.length > 1) return;
  setTimeout(() => {
    const last = state.announced.at(-1);
    const many = state.announced.length > 1 ? `${state.announced.length} new alerts. Latest: ` : 'New alert: ';
    byId('announcement').textContent = many + [titleOf(last), last.status].filter(Boolean).join(', ');
    state.announced = [];
  }, 2000);
}

// ---- chart -------------------------------------------------------------------------------

function draw() {
  const last = minuteOf(now());
  const first = last - minutes + 1;
  const totals = new Map();
  let highest = 0;
  for (const [minute, counts] of state.perMinute) {
    if (minute < first) {
      state.perMinute.delete(minute);
      continue;
    }
    let sum = 0;
    for (const [status, count] of counts) {
      sum += count;
      totals.set(status, (totals.get(status) ?? 0) + count);
    }
    highest = Math.max(highest, sum);
  }

  const statuses = [...totals.keys()].sort((one, other) => toneOrder.indexOf(state.tones.get(one)) - toneOrder.indexOf(state.tones.get(other)) || one.localeCompare(other));
  const classes = classesOf(statuses);
  const top = Math.max(4, highest);
  const width = 960 / minutes;
  const pieces = [svgElement('line', { x1: 0, x2: 960, y1: 8, y2: 8, class: 'grid' }), svgElement('line', { x1: 0, x2: 960, y1: 73.5, y2: 73.5, class: 'grid' })];
  for (const [minute, counts] of state.perMinute) {
    let bottom = 139;
    for (const status of statuses) {
      const count = counts.get(status) ?? 0;
      if (count === 0) continue;
      const height = count / top * 131;
      bottom -= height;
      pieces.push(svgElement('rect', { x: (minute - first) * width + 1.5, y: bottom, width: width - 3, height, class: classes.get(status) },
        `${hourAndMinute.format(new Date(minute * 60000))}: ${status} ${count}`));
    }
  }
  byId('chart').replaceChildren(...pieces, svgElement('line', { x1: 0, x2: 960, y1: 139.5, y2: 139.5, class: 'axis' }));
  byId('chart-top').textContent = top;
  byId('chart-axis').replaceChildren(...[0, 1, 2, 3, 4].map(quarter =>
    element('span', quarter === 4 ? 'now' : hourAndMinute.format(new Date((last - minutes * (4 - quarter) / 4) * 60000)))));
  byId('legend').replaceChildren(...statuses.map(status => {
    const item = element('li');
    const swatch = svgElement('svg', { viewBox: '0 0 10 10', 'aria-hidden': 'true' });
    swatch.append(svgElement('rect', { width: 10, height: 10, rx: 2, class: classes.get(status) }));
    item.append(swatch, element('span', status, { title: status }), ' ', element('strong', totals.get(status)));
    return item;
  }));
  const sum = [...totals.values()].reduce((all, count) => all + count, 0);
  byId('chart-text').textContent = sum === 0
    ? 'No alerts in the last hour.'
    : `${sum} in the last hour, ${highest} in the busiest minute.`;
}

/** Statuses with the same tone get different shades of one color. */
function classesOf(statuses) {
  const shades = new Map();
  return new Map(statuses.map(status => {
    const tone = state.tones.get(status);
    const shade = shades.get(tone) ?? 0;
    shades.set(tone, shade + 1);
    return [status, `tone-${tone} shade-${Math.min(shade, 3)}`];
  }));
}

// ---- rejected ----------------------------------------------------------------------------

function addRejection(rejection) {
  const known = state.rejected.get(rejection.id);
  if (known && known.version >= rejection.version) return;
  state.rejected.delete(rejection.id);
  state.rejected.set(rejection.id, rejection);
  if (state.rejected.size > maximumRejections) state.rejected.delete(state.rejected.keys().next().value);
  drawRejectionsSoon();
}

const drawRejectionsSoon = oncePerFrame(() => {
  byId('rejected').replaceChildren(...[...state.rejected.values()].reverse().map(rejection => {
    const item = element('li');
    const cause = element('span', rejection.reason, { class: 'cause' });
    const what = element('span', null, { class: 'what' });
    what.append(element('code', `${rejection.method} ${rejection.path}`), ` from ${rejection.remote || 'unknown'}`);
    if (rejection.count > 1) what.append(element('span', ` ${rejection.count} times`, { class: 'times' }));
    item.append(element('span', rejection.status, { class: 'code' }), what, timeElement(rejection.time), cause);
    return item;
  }));
  byId('rejected-empty').hidden = state.rejected.size > 0;
});

function showStatistics(statistics) {
  byId('count-accepted').textContent = statistics.accepted;
  byId('count-alerts').textContent = statistics.alerts;
  byId('count-duplicates').textContent = statistics.duplicates;
  byId('count-rejected').textContent = statistics.unauthorized + statistics.rejected;
}

// ---- details -----------------------------------------------------------------------------

function fillList(list, pairs) {
  const known = pairs.filter(([, value]) => value !== null && value !== undefined && value !== '');
  byId(list).replaceChildren(...known.flatMap(([name, value]) => {
    const described = element('dd');
    described.append(value);
    return [element('dt', name), described];
  }));
  const section = byId(list + '-section');
  if (section) section.hidden = known.length === 0;
}

async function showDetail(id) {
  const response = await fetch(`${base}live/alerts/${encodeURIComponent(id)}`);
  if (response.status === 401 || response.status === 403) return location.reload();
  const alert = response.ok ? await response.json() : null;
  state.selected = alert;
  if (!alert) {
    byId('announcement').textContent = 'The listener no longer keeps this alert in memory.';
    return;
  }

  byId('detail-name').textContent = titleOf(alert);
  byId('detail-status').replaceChildren(...(alert.status ? [statusBadge(alert.status, alert.tone)] : []));
  byId('detail-summary').textContent = alert.summary ?? '';
  byId('detail-summary').hidden = !alert.summary;
  fillList('detail-facts', [
    ['Received', full.format(new Date(alert.receivedAt))],
    ['Signature', signatureText(alert.signature)],
    ['From', alert.remote],
    ['Path', alert.path],
    ['Protocol', alert.protocol],
    ['Event', alert.event],
    ['Severity', alert.severity],
    ['Starts', alert.startsAt && full.format(new Date(alert.startsAt))],
    ['Ends', alert.endsAt && full.format(new Date(alert.endsAt))],
    ['Fingerprint', alert.fingerprint],
    ['Id', alert.id],
  ]);
  fillList('detail-labels', Object.entries(alert.labels));
  fillList('detail-annotations', Object.entries(alert.annotations));
  fillList('detail-headers', alert.headers.map(header => [header.name, header.value]));
  showBody(alert);
  showHistory(alert.history);

  const report = byId('detail-report');
  report.hidden = !alert.fingerprint;
  if (alert.fingerprint) report.href = `${base}report/${encodeURIComponent(alert.fingerprint)}`;
  for (const button of ['copy-curl', 'copy-powershell']) byId(button).disabled = !canReplay(alert);
  byId('copied').textContent = canReplay(alert) ? '' : 'This webhook cannot be sent again from here. The journal contains the complete request.';
  byId('copy-text').hidden = true;
  byId('detail').showModal();
  byId('detail').scrollTop = 0;
}

function signatureText(signature) {
  if (signature === 'verified') return statusBadge('verified', 'good');
  return signature === 'not-required' ? 'not required' : signature ?? 'see the journal';
}

function showBody(alert) {
  byId('detail-body-size').textContent = `${alert.bodyLength.toLocaleString()} bytes`;
  byId('detail-body').textContent = alert.body !== undefined
    ? pretty(alert.body)
    : alert.bodyBase64 !== undefined
      ? alert.bodyBase64
      : 'The payload is too large to keep in memory. The journal contains it.';
}

function pretty(body) {
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

function showHistory(history) {
  byId('detail-timeline').hidden = history.length === 0;
  if (history.length === 0) return;
  const begin = Date.parse(history[0].from);
  const span = Math.max(1000, now() - begin);
  const at = time => Math.min(1, Math.max(0, (time - begin) / span)) * 1000;
  byId('detail-lane').replaceChildren(...history.map(segment => {
    const left = Math.min(at(Date.parse(segment.from)), 997.5);
    const right = segment.to ? at(Date.parse(segment.to)) : 1000;
    return svgElement('rect', { x: left, y: 6, width: Math.max(2.5, right - left), height: 36, class: `tone-${segment.tone}` });
  }));
  byId('detail-history').replaceChildren(...[...history].reverse().map(segment => {
    const item = element('li');
    const notifications = segment.notifications === 1 ? '1 notification' : `${segment.notifications} notifications`;
    item.append(statusBadge(segment.status ?? 'received', segment.tone), timeElement(segment.from),
      element('span', `${segment.to ? 'for' : 'ongoing for'} ${segment.lasted}, ${notifications}`, { class: 'quiet' }));
    return item;
  }));
}

async function copy(text) {
  const shown = byId('copy-text');
  try {
    await navigator.clipboard.writeText(text);
    shown.hidden = true;
    byId('copied').textContent = 'Copied.';
  } catch {
    // Browsers allow clipboard access only on localhost and over HTTPS.
    shown.value = text;
    shown.hidden = false;
    shown.select();
    byId('copied').textContent = 'Copy the command from here:';
  }
}

// ---- wiring ------------------------------------------------------------------------------

function showConnection(text, name) {
  const connection = byId('connection');
  if (connection.textContent !== text) connection.textContent = text;
  connection.dataset.state = name;
}

async function loadSnapshot() {
  const response = await fetch(base + 'live/alerts');
  if (response.status === 401 || response.status === 403) return location.reload();
  if (!response.ok) throw new Error('HTTP ' + response.status);
  const snapshot = await response.json();
  state.clockOffset = Date.parse(snapshot.now) - Date.now();
  if (state.startedAt !== snapshot.startedAt) {
    // The listener was restarted, so the ids of rejected requests start over.
    state.startedAt = snapshot.startedAt;
    state.rejected.clear();
    drawRejectionsSoon();
  }
  for (const alert of snapshot.alerts) receive(alert, false);
  for (const rejection of snapshot.rejected) addRejection(rejection);
  showStatistics(snapshot.statistics);
  byId('sign-out').hidden = !snapshot.signedIn;
  refresh();
  showConnection('Live', 'live');
}

function connect() {
  const events = new EventSource(base + 'live/events');
  const lost = () => showConnection('Connection lost. Reconnecting…', 'lost');
  const begin = () => loadSnapshot().catch(lost);
  // The snapshot contains everything missed between two connections, so each connection starts with it.
  events.addEventListener('open', begin);
  events.addEventListener('reset', begin);
  events.addEventListener('alert', event => receive(JSON.parse(event.data), true));
  events.addEventListener('rejected', event => addRejection(JSON.parse(event.data)));
  events.addEventListener('statistics', event => showStatistics(JSON.parse(event.data)));
  events.addEventListener('error', () => {
    lost();
    if (events.readyState !== EventSource.CLOSED) return;
    // The browser does not reconnect after an error response. If the session has ended, the snapshot reloads the page.
    setTimeout(() => loadSnapshot().catch(() => {}).then(connect), 5000);
  });
}

byId('example').textContent = `curl -H 'Content-Type: application/json' -d '{"name":"hello","status":"firing"}' ${shellQuoted(base + 'hooks/test')}`;
byId('filters').addEventListener('input', refilter);
byId('filters').addEventListener('submit', event => event.preventDefault());
byId('filters').addEventListener('reset', () => setTimeout(refilter));
byId('pause').addEventListener('click', togglePause);
byId('detail-close').addEventListener('click', () => byId('detail').close());
byId('detail').addEventListener('click', event => { if (event.target === byId('detail')) byId('detail').close(); });
byId('copy-curl').addEventListener('click', () => copy(asCurl(state.selected, base)));
byId('copy-powershell').addEventListener('click', () => copy(asSendWebhook(state.selected, base)));
document.addEventListener('visibilitychange', () => {
  if (document.hidden) return;
  state.unseen = 0;
  document.title = 'Webhook listener';
});
setInterval(draw, 10000);
connect();
