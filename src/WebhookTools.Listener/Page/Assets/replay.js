// Creates commands that send a received webhook again, byte for byte. All text in it is untrusted, so it is put in single
// quotes, in which neither shell interprets anything.

// Headers that the sending program or a proxy sets.
const transportHeaders = /^(accept|accept-encoding|connection|content-length|content-type|expect|forwarded|host|te|transfer-encoding|x-forwarded-.*|x-real-ip)$/i;

// The listener truncates longer headers.
const maximumHeader = 1024;
const masked = '***';

// Below the maximum size of a program argument (128 KiB on Linux). The shell's built-in printf has no such limit.
const maximumArgument = 100_000;

const shellQuoted = text => "'" + text.replaceAll("'", "'\\''") + "'";

// PowerShell accepts five different characters as a single quote.
const powerShellQuoted = text => "'" + text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&') + "'";

const headersOf = alert => (alert.headers ?? []).filter(header =>
  !transportHeaders.test(header.name) && header.value !== masked && !(header.value.length > maximumHeader && header.value.endsWith('…')));

const isAuthorized = alert => (alert.headers ?? []).some(header => header.name.toLowerCase() === 'authorization' && header.value === masked);

const contentTypeOf = alert => (alert.headers ?? []).find(header => header.name.toLowerCase() === 'content-type')?.value;

// The listener decodes the path, except for an escaped slash.
const addressOf = (alert, base) => base.replace(/\/$/, '') + alert.path
  .split(/(\/|%2f)/i)
  .map((part, index) => index % 2 === 1 ? part : encodeURIComponent(part))
  .join('');

/** True if the webhook can be sent again, that is, its path and complete body are known. */
export const canReplay = alert => Boolean(alert.path) && (alert.body ?? alert.bodyBase64 ?? null) !== null;

/** Returns a command for POSIX shells. */
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
