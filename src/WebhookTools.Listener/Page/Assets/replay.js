// A received webhook as a command that sends it again, byte for byte. Every text in it may come from a stranger:
// it stands in single quotes, in which neither shell looks for anything but their end.

// What the sending program says by itself, or what the way said that the webhook took.
const ofTheWay = /^(accept|accept-encoding|connection|content-length|content-type|expect|forwarded|host|te|transfer-encoding|x-forwarded-.*|x-real-ip)$/i;

// The listener keeps only the beginning of a header that is longer.
const longestHeader = 1024;
const masked = '***';

// The most that a system takes as one argument of a program (Linux: 128 KiB) less room for its neighbours. A shell's own printf has no such limit.
const longestArgument = 100_000;

const inShell = text => "'" + text.replaceAll("'", "'\\''") + "'";

// PowerShell ends such a string with any of its five quotation marks.
const inPowerShell = text => "'" + text.replace(/['\u2018\u2019\u201a\u201b]/g, '$&$&') + "'";

const headersOf = alert => (alert.headers ?? []).filter(header =>
  !ofTheWay.test(header.name) && header.value !== masked && !(header.value.length > longestHeader && header.value.endsWith('…')));

const isAuthorized = alert => (alert.headers ?? []).some(header => header.name.toLowerCase() === 'authorization' && header.value === masked);

const contentTypeOf = alert => (alert.headers ?? []).find(header => header.name.toLowerCase() === 'content-type')?.value;

// The listener knows the path without its escapes but for that of a slash.
const addressOf = (alert, base) => base.replace(/\/$/, '') + alert.path
  .split(/(\/|%2f)/i)
  .map((part, index) => index % 2 === 1 ? part : encodeURIComponent(part))
  .join('');

/** Whether the webhook can be sent again: whether its path and its whole body are known. */
export const canReplay = alert => Boolean(alert.path) && (alert.body ?? alert.bodyBase64 ?? null) !== null;

/** For bash and its like. */
export function asCurl(alert, base) {
  const type = contentTypeOf(alert);
  const lines = [
    `curl --globoff --path-as-is -X POST ${inShell(addressOf(alert, base))}`,
    // Without a value, curl sends no such header, and not one of its own either.
    `-H ${inShell(type ? `Content-Type: ${type}` : 'Content-Type:')}`,
    ...(isAuthorized(alert) ? ['-H "Authorization: Bearer $WEBHOOK_TOKEN"'] : []),
    // With a semicolon in place of the colon, curl sends the header with no value.
    ...headersOf(alert).map(header => `-H ${inShell(header.value === '' ? `${header.name};` : `${header.name}: ${header.value}`)}`),
  ];
  if (alert.body === undefined) {
    return `printf %s ${inShell(alert.bodyBase64)} | base64 -d | ` + [...lines, '--data-binary @-'].join(' \\\n  ');
  }
  if (new TextEncoder().encode(alert.body).length > longestArgument) {
    return `printf %s ${inShell(alert.body)} | ` + [...lines, '--data-binary @-'].join(' \\\n  ');
  }
  return [...lines, `--data-raw ${inShell(alert.body)}`].join(' \\\n  ');
}

/** For PowerShell, with this project's module. */
export function asSendWebhook(alert, base) {
  const headers = headersOf(alert).map(header => `${inPowerShell(header.name)} = ${inPowerShell(header.value)}`);
  const type = contentTypeOf(alert);
  return [
    `Send-Webhook -Uri ${inPowerShell(addressOf(alert, base))}`,
    ...(type ? [`-ContentType ${inPowerShell(type)}`] : []),
    ...(isAuthorized(alert) ? ['-Token $env:WEBHOOK_TOKEN'] : []),
    ...(headers.length > 0 ? [`-Headers @{ ${headers.join('; ')} }`] : []),
    `-Body ${alert.body === undefined ? `([Convert]::FromBase64String(${inPowerShell(alert.bodyBase64)}))` : inPowerShell(alert.body)}`,
  ].join(' ');
}
