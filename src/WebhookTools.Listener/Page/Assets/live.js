// The live page: what the listener accepted and refused, as it happens. It only ever reads,
// and every text that came from outside is set as text, never as markup.

const keep = 500;
const minutes = 60;
const tones = { firing: 'bad', alarm: 'bad', critical: 'bad', created: 'bad', failed: 'bad', resolved: 'good', ok: 'good', success: 'good', undetermined: 'unsure', pending: 'unsure' };

const byId = id => document.getElementById(id);
const state = { alerts: new Map(), refused: [], perMinute: new Map(), choices: { protocol: new Set(), status: new Set(), severity: new Set() }, selected: null, clockOffset: 0 };

const toneOf = status => 'tone-' + (tones[(status ?? '').toLowerCase()] ?? 'other');
const now = () => Date.now() + state.clockOffset;
const minuteOf = time => Math.floor(time / 60000);
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', second: '2-digit' });
const full = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

function element(name, text, attributes = {}) {
  const made = document.createElement(name);
  if (text !== undefined && text !== null) made.textContent = text;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}

function lasted(milliseconds) {
  const seconds = Math.round(milliseconds / 1000);
  if (seconds < 60) return seconds + ' s';
  if (seconds < 3600) return Math.round(seconds / 60) + ' min';
  if (seconds < 172800) return Math.round(seconds / 3600) + ' h';
  return Math.round(seconds / 86400) + ' days';
}

// ---- alerts ------------------------------------------------------------------------------

function take(alert, isNew) {
  if (state.alerts.has(alert.id)) return;
  state.alerts.set(alert.id, alert);
  if (state.alerts.size > keep) {
    const oldest = state.alerts.keys().next().value;
    state.alerts.delete(oldest);
    byId('row-' + oldest)?.remove();
  }

  const minute = minuteOf(Date.parse(alert.receivedAt));
  const status = alert.status ?? 'unknown';
  if (!state.perMinute.has(minute)) state.perMinute.set(minute, new Map());
  const counts = state.perMinute.get(minute);
  counts.set(status, (counts.get(status) ?? 0) + 1);

  for (const field of ['protocol', 'status', 'severity']) offer(field, alert[field]);
  byId('rows').prepend(row(alert, isNew));
}

function offer(field, value) {
  const known = state.choices[field];
  if (!value || known.has(value) || known.size >= 100) return;
  known.add(value);
  const select = byId('filter-' + field);
  const option = element('option', value, { value });
  const after = [...select.options].slice(1).find(other => other.value > value);
  select.insertBefore(option, after ?? null);
}

function row(alert, isNew) {
  const made = element('tr', null, { id: 'row-' + alert.id });
  if (isNew) made.className = 'new';
  const received = element('td');
  received.append(element('time', clock.format(new Date(alert.receivedAt)), { datetime: alert.receivedAt, title: full.format(new Date(alert.receivedAt)) }));
  const status = element('td');
  if (alert.status) {
    const mark = element('span', alert.status);
    mark.className = 'status ' + toneOf(alert.status);
    status.append(mark);
  }
  const name = element('td');
  const open = element('button', alert.name ?? alert.event ?? alert.path ?? alert.id, { type: 'button' });
  open.addEventListener('click', () => show(alert.id));
  name.append(open);
  made.append(received, status, name, element('td', alert.severity), element('td', alert.protocol), element('td', alert.summary));
  made.hidden = !matches(alert);
  return made;
}

function matches(alert) {
  const name = byId('filter-name').value.trim().toLowerCase();
  return (!name || (alert.name ?? '').toLowerCase().includes(name) || (alert.summary ?? '').toLowerCase().includes(name))
    && ['protocol', 'status', 'severity'].every(field => {
      const wanted = byId('filter-' + field).value;
      return !wanted || alert[field] === wanted;
    });
}

function refilter() {
  for (const alert of state.alerts.values()) {
    const there = byId('row-' + alert.id);
    if (there) there.hidden = !matches(alert);
  }
  countShown();
}

function countShown() {
  const shown = [...state.alerts.values()].filter(matches).length;
  const all = state.alerts.size;
  byId('shown').textContent = shown === all ? `${all} shown` : `${shown} of ${all} shown`;
  byId('empty').hidden = all > 0;
}

// ---- chart -------------------------------------------------------------------------------

function draw() {
  const chart = byId('chart');
  const last = minuteOf(now());
  const first = last - minutes + 1;
  for (const minute of state.perMinute.keys()) if (minute < first) state.perMinute.delete(minute);

  const totals = new Map();
  let highest = 1;
  for (const counts of state.perMinute.values()) {
    let sum = 0;
    for (const [status, count] of counts) {
      sum += count;
      totals.set(status, (totals.get(status) ?? 0) + count);
    }
    highest = Math.max(highest, sum);
  }

  const width = 960 / minutes;
  const pieces = [];
  const space = 'http://www.w3.org/2000/svg';
  for (const [minute, counts] of state.perMinute) {
    let bottom = 138;
    for (const status of [...counts.keys()].sort()) {
      const height = counts.get(status) / highest * 130;
      const bar = document.createElementNS(space, 'rect');
      bar.setAttribute('x', (minute - first) * width + 1);
      bar.setAttribute('y', bottom - height);
      bar.setAttribute('width', width - 2);
      bar.setAttribute('height', height);
      bar.setAttribute('class', toneOf(status));
      bottom -= height;
      pieces.push(bar);
    }
  }
  const axis = document.createElementNS(space, 'line');
  for (const [key, value] of Object.entries({ x1: 0, x2: 960, y1: 139, y2: 139, class: 'axis' })) axis.setAttribute(key, value);
  chart.replaceChildren(...pieces, axis);

  byId('legend').replaceChildren(...[...totals.keys()].sort().map(status => {
    const item = element('li', `${status} ${totals.get(status)}`);
    item.className = toneOf(status);
    return item;
  }));
  const sum = [...totals.values()].reduce((all, count) => all + count, 0);
  byId('chart-text').textContent = sum === 0
    ? `The last ${minutes} minutes: none.`
    : `The last ${minutes} minutes: ${sum} in all, at most ${highest} in one minute.`;
}

// ---- refused -----------------------------------------------------------------------------

function takeRefused(refusal) {
  state.refused.unshift(refusal);
  state.refused.length = Math.min(state.refused.length, 50);
  byId('refused').replaceChildren(...state.refused.map(one => {
    const item = element('li');
    item.append(
      element('time', clock.format(new Date(one.time)), { datetime: one.time }),
      element('strong', `${one.statusCode} `),
      document.createTextNode(`${one.method ?? ''} ${one.path ?? ''} from ${one.remote ?? 'unknown'}: ${one.reason}`));
    return item;
  }));
  byId('refused-empty').hidden = state.refused.length > 0;
}

function count(statistics) {
  byId('count-accepted').textContent = statistics.accepted;
  byId('count-alerts').textContent = statistics.alerts;
  byId('count-duplicates').textContent = statistics.duplicates;
  byId('count-refused').textContent = statistics.refused;
}

// ---- one alert ---------------------------------------------------------------------------

function facts(list, pairs) {
  list.replaceChildren(...pairs.filter(([, value]) => value !== null && value !== undefined && value !== '')
    .flatMap(([name, value]) => [element('dt', name), element('dd', value)]));
}

async function show(id) {
  const reply = await fetch('/live/alerts/' + encodeURIComponent(id));
  if (!reply.ok) return;
  const alert = await reply.json();
  state.selected = alert;
  byId('detail-name').textContent = alert.name ?? alert.event ?? alert.id;
  byId('detail-summary').textContent = alert.summary ?? '';
  facts(byId('detail-facts'), [
    ['Status', alert.status], ['Severity', alert.severity], ['Signature', alert.signature], ['Protocol', alert.protocol], ['Event', alert.event],
    ['Received', full.format(new Date(alert.receivedAt))],
    ['Starts', alert.startsAt && full.format(new Date(alert.startsAt))],
    ['Ends', alert.endsAt && full.format(new Date(alert.endsAt))],
    ['From', alert.remote], ['Path', alert.path], ['Fingerprint', alert.fingerprint], ['Id', alert.id],
    ...Object.entries(alert.labels ?? {}).map(([name, value]) => ['label ' + name, value]),
    ...Object.entries(alert.annotations ?? {}).map(([name, value]) => ['annotation ' + name, value]),
  ]);
  facts(byId('detail-headers'), (alert.headers ?? []).map(header => [header.name, header.value]));
  byId('detail-body').textContent = pretty(alert.body);
  const report = byId('detail-report');
  report.hidden = !alert.fingerprint;
  if (alert.fingerprint) report.href = '/report/' + encodeURIComponent(alert.fingerprint);
  byId('detail-timeline').replaceChildren(...(alert.history ?? []).map((step, index, all) => {
    const item = element('li');
    const status = element('span', step.status ?? 'received');
    status.className = 'status ' + toneOf(step.status);
    const until = index + 1 < all.length ? Date.parse(all[index + 1].receivedAt) : now();
    const length = element('span', index + 1 < all.length ? 'for ' + lasted(until - Date.parse(step.receivedAt)) : 'for ' + lasted(until - Date.parse(step.receivedAt)) + ' so far');
    length.className = 'lasted';
    item.append(element('time', full.format(new Date(step.receivedAt)), { datetime: step.receivedAt }), status, length);
    return item;
  }));
  byId('copied').textContent = '';
  byId('detail').showModal();
}

function pretty(body) {
  if (!body) return '';
  try {
    return JSON.stringify(JSON.parse(body), null, 2);
  } catch {
    return body;
  }
}

const shellQuoted = text => "'" + text.replaceAll("'", "'\\''") + "'";
const powerShellQuoted = text => "'" + text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&') + "'";
const resent = new Set(['content-length', 'host', 'connection', 'transfer-encoding', 'accept-encoding', 'accept', 'content-type', 'expect']);
const sendable = alert => (alert.headers ?? []).filter(header => !resent.has(header.name.toLowerCase()) && header.value !== '***');
const contentType = alert => (alert.headers ?? []).find(header => header.name.toLowerCase() === 'content-type')?.value ?? 'application/json';

function asCurl(alert) {
  const headers = sendable(alert).map(header => ' \\\n  -H ' + shellQuoted(`${header.name}: ${header.value}`)).join('');
  return `curl -X POST ${shellQuoted(location.origin + alert.path)} \\\n  -H ${shellQuoted('Content-Type: ' + contentType(alert))}${headers} \\\n  --data-binary ${shellQuoted(alert.body ?? '')}`;
}

function asSendWebhook(alert) {
  const headers = sendable(alert).map(header => `${powerShellQuoted(header.name)} = ${powerShellQuoted(header.value)}`).join('; ');
  return `Send-Webhook -Uri ${powerShellQuoted(location.origin + alert.path)} -ContentType ${powerShellQuoted(contentType(alert))} ${headers ? `-Headers @{ ${headers} } ` : ''}-Body ${powerShellQuoted(alert.body ?? '')}`;
}

async function copy(text) {
  try {
    await navigator.clipboard.writeText(text);
    byId('copied').textContent = 'Copied.';
  } catch {
    byId('detail-body').textContent = text;
    byId('copied').textContent = 'The browser refused the clipboard: the text stands below.';
  }
}

// ---- wiring ------------------------------------------------------------------------------

function connected(text, name) {
  const connection = byId('connection');
  connection.textContent = text;
  connection.dataset.state = name;
}

async function catchUp() {
  const reply = await fetch('/live/alerts');
  if (!reply.ok) throw new Error('HTTP ' + reply.status);
  const snapshot = await reply.json();
  state.clockOffset = Date.parse(snapshot.now) - Date.now();
  for (const alert of snapshot.alerts) take(alert, false);
  for (const refusal of snapshot.refused) if (!state.refused.some(one => one.id === refusal.id)) takeRefused(refusal);
  count(snapshot.statistics);
  countShown();
  draw();
}

function follow() {
  const events = new EventSource('/live/events');
  // Whatever came between two connections is in the snapshot, so each one begins with it.
  events.addEventListener('open', () => catchUp().then(() => connected('live', 'live'), () => connected('no answer', 'lost')));
  events.addEventListener('alert', event => { take(JSON.parse(event.data), true); countShown(); draw(); });
  events.addEventListener('refused', event => takeRefused(JSON.parse(event.data)));
  events.addEventListener('statistics', event => count(JSON.parse(event.data)));
  events.addEventListener('error', () => connected('connection lost, trying again', 'lost'));
}

byId('example').textContent = `curl -d '{"name":"hello","status":"firing"}' ${location.origin}/hooks/test`;
byId('filters').addEventListener('input', refilter);
byId('filters').addEventListener('submit', event => event.preventDefault());
byId('filters').addEventListener('reset', () => setTimeout(refilter));
byId('detail-close').addEventListener('click', () => byId('detail').close());
byId('copy-curl').addEventListener('click', () => copy(asCurl(state.selected)));
byId('copy-powershell').addEventListener('click', () => copy(asSendWebhook(state.selected)));
setInterval(draw, 10000);
follow();
