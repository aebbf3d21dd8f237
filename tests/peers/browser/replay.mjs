// Prints the commands that the page's script creates for each alert in the JSON array on standard input.
// The first argument is the URL or path of the script.
import { text } from 'node:stream/consumers';
import { readFile } from 'node:fs/promises';

const [script, base] = process.argv.slice(2);
const source = script.startsWith('http') ? await (await fetch(script)).text() : await readFile(script, 'utf8');
const { asCurl, asSendWebhook, canReplay } = await import('data:text/javascript,' + encodeURIComponent(source));
const alerts = JSON.parse(await text(process.stdin));
console.log(JSON.stringify(alerts.map(alert => ({ canReplay: canReplay(alert), curl: canReplay(alert) ? asCurl(alert, base) : null, powershell: canReplay(alert) ? asSendWebhook(alert, base) : null }))));
