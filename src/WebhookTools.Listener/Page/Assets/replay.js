// Creates commands that send a received webhook again, byte for byte. All text in it is untrusted, so it is put in single
// quotes, in which neither shell interprets anything. A terminal does interpret control characters, whatever the quotes: they can
// end a paste, and what follows is then run. So text with control characters is written with escape sequences instead.

// Headers that the sending program or a proxy sets.
const transportHeaders = /^(accept|accept-encoding|connection|content-length|content-type|expect|forwarded|host|te|transfer-encoding|x-forwarded-.*|x-real-ip)$/i;

// The listener truncates longer headers.
const maximumHeader = 1024;
const masked = '***';

// Below the maximum size of a program argument (128 KiB on Linux). The shell's built-in printf has no such limit.
const maximumArgument = 100_000;

// Control characters except the line feed, which only continues a quoted text, and characters that reorder what is shown.
const unsafe = /[\0-\t\v-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/;

const hexBytes = text => Array.from(new TextEncoder().encode(text), byte => '\\x' + byte.toString(16).padStart(2, '0')).join('');

/** Quotes a text for a shell. With control characters, this needs $'…', which bash and zsh understand. */
export const shellQuoted = text => unsafe.test(text)
  ? "$'" + text.replace(new RegExp(unsafe.source + "|['\\\\]", 'g'), hexBytes) + "'"
  : "'" + text.replaceAll("'", "'\\''") + "'";

// PowerShell accepts five different characters as a single quote, and four as a double quote.
const powerShellQuoted = text => unsafe.test(text)
  ? '"' + text.replace(new RegExp(unsafe.source + '|[`$"\u201c-\u201e]', 'g'), found => '`u{' + found.codePointAt(0).toString(16) + '}') + '"'
  : "'" + text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&') + "'";

const headersOf = alert => (alert.headers ?? []).filter(header =>
  !transportHeaders.test(header.name) && !header.value.includes(masked) && !(header.value.length > maximumHeader && header.value.endsWith('…')));

const isAuthorized = alert => (alert.headers ?? []).some(header => header.name.toLowerCase() === 'authorization' && header.value === masked);

const contentTypeOf = alert => (alert.headers ?? []).find(header => header.name.toLowerCase() === 'content-type')?.value;

// The listener decodes the path, except for an escaped slash.
const addressOf = (alert, base) => base.replace(/\/$/, '') + alert.path
  .split(/(\/|%2f)/i)
  .map((part, index) => index % 2 === 1 ? part : encodeURIComponent(part))
  .join('');

/** True if the webhook can be sent again, that is, its path, without a masked secret, and its complete body are known. */
export const canReplay = alert => Boolean(alert.path) && !alert.path.includes(masked) && (alert.body ?? alert.bodyBase64 ?? null) !== null;

/** Returns a command for POSIX shells, or for bash and zsh if the webhook contains control characters. */
export function asCurl(alert, base) {
  const type = contentTypeOf(alert);
  const lines = [
    `curl --globoff --path-as-is -X POST ${shellQuoted(addressOf(alert, base))}`,
    // A header without a value removes curl's default.
    `-H ${shellQuoted(type ? `Content-Type: ${type}` : 'Content-Type:')}`,
    ...(isAuthorized(alert) ? ['-H "Authorization: Bearer $WEBHOOK_TOKEN"'] : []),
    // A semicolon instead of the colon makes curl send the header with an empty value.
    ...headersOf(alert).map(header => `-H ${shellQuoted(header.value === '' ? `${header.name};` : `${header.name}: ${header.value}`)}`),
  ];
  if (alert.body === undefined) {
    return `printf %s ${shellQuoted(alert.bodyBase64)} | base64 -d | ` + [...lines, '--data-binary @-'].join(' \\\n  ');
  }
  if (new TextEncoder().encode(alert.body).length > maximumArgument) {
    return `printf %s ${shellQuoted(alert.body)} | ` + [...lines, '--data-binary @-'].join(' \\\n  ');
  }
  return [...lines, `--data-raw ${shellQuoted(alert.body)}`].join(' \\\n  ');
}

/** Returns a command for PowerShell with the WebhookTools module. */
export function asSendWebhook(alert, base) {
  const headers = headersOf(alert).map(header => `${powerShellQuoted(header.name)} = ${powerShellQuoted(header.value)}`);
  const type = contentTypeOf(alert);
  return [
    `Send-Webhook -Uri ${powerShellQuoted(addressOf(alert, base))}`,
    ...(type ? [`-ContentType ${powerShellQuoted(type)}`] : []),
    ...(isAuthorized(alert) ? ['-Token $env:WEBHOOK_TOKEN'] : []),
    ...(headers.length > 0 ? [`-Headers @{ ${headers.join('; ')} }`] : []),
    `-Body ${alert.body === undefined ? `([Convert]::FromBase64String(${powerShellQuoted(alert.bodyBase64)}))` : powerShellQuoted(alert.body)}`,
  ].join(' ');
}
