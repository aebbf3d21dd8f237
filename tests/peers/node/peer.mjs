// Asks a provider's own library about a signature. One request as JSON on standard input:
//   { scheme, secret, publicSecret, id, uri, method, body, headers: { lower-case name: value } }
// and one answer as JSON on standard output:
//   { accepts, acceptsSpoiled, verifiesOnly, headers }
// where `accepts` is what the library says about the request, `acceptsSpoiled` what it says about the
// request with another body, and `headers` the same request signed anew by the library, or, where the
// library only verifies (`verifiesOnly`), by Node's crypto and accepted by the library.

import { createHmac, createPrivateKey, sign as signWith } from 'node:crypto';
import { text } from 'node:stream/consumers';

const seconds = () => Math.floor(Date.now() / 1000);
const hmac = (secret, content, encoding) => createHmac('sha256', secret).update(content).digest(encoding);

// A library says no by answering false or by throwing.
async function says(verify) {
  try {
    return (await verify()) !== false;
  } catch {
    return false;
  }
}

function standard(Webhook, prefix) {
  return {
    verify: (request) => Boolean(new Webhook(request.secret).verify(request.body, request.headers)),
    sign: (request) => {
      const now = new Date();
      return {
        [`${prefix}-id`]: request.id,
        [`${prefix}-timestamp`]: String(Math.floor(now.getTime() / 1000)),
        [`${prefix}-signature`]: new Webhook(request.secret).sign(request.id, now, request.body),
      };
    },
  };
}

const peers = {
  StandardWebhooks: async () => standard((await import('standardwebhooks')).Webhook, 'webhook'),

  Svix: async () => standard((await import('svix')).Webhook, 'svix'),

  GitHub: async () => {
    const { sign, verify } = await import('@octokit/webhooks-methods');
    return {
      verify: (request) => verify(request.secret, request.body, request.headers['x-hub-signature-256']),
      sign: async (request) => ({ 'x-hub-signature-256': await sign(request.secret, request.body) }),
    };
  },

  Stripe: async () => {
    const { default: Stripe } = await import('stripe');
    const { webhooks } = new Stripe('sk_test_none');
    return {
      verify: (request) => Boolean(webhooks.constructEvent(request.body, request.headers['stripe-signature'], request.secret)),
      sign: (request) => ({ 'stripe-signature': webhooks.generateTestHeaderString({ payload: request.body, secret: request.secret }) }),
    };
  },

  Slack: async () => {
    const { default: bolt } = await import('@slack/bolt');
    return {
      verifiesOnly: true,
      verify: (request) => {
        bolt.verifySlackRequest({ signingSecret: request.secret, body: request.body, headers: request.headers });
        return true;
      },
      sign: (request) => {
        const time = seconds();
        return { 'x-slack-request-timestamp': String(time), 'x-slack-signature': `v0=${hmac(request.secret, `v0:${time}:${request.body}`, 'hex')}` };
      },
    };
  },

  Twilio: async () => {
    const { default: twilio } = await import('twilio');
    const { getExpectedTwilioSignature } = await import('twilio/lib/webhooks/webhooks.js');
    const parameters = (request) => {
      const all = {};
      for (const [name, value] of new URLSearchParams(request.body)) {
        all[name] = name in all ? [all[name], value].flat() : value;
      }
      return all;
    };
    const isForm = (request) => !request.body.startsWith('{');
    return {
      verify: (request) => isForm(request)
        ? twilio.validateRequest(request.secret, request.headers['x-twilio-signature'], request.uri, parameters(request))
        : twilio.validateRequestWithBody(request.secret, request.headers['x-twilio-signature'], request.uri, request.body),
      sign: (request) => ({
        'x-twilio-signature': getExpectedTwilioSignature(request.secret, request.uri, isForm(request) ? parameters(request) : {}),
      }),
    };
  },

  Discord: async () => {
    const { verifyKey } = await import('discord-interactions');
    return {
      verifiesOnly: true,
      verify: (request) => verifyKey(request.body, request.headers['x-signature-ed25519'], request.headers['x-signature-timestamp'], request.publicSecret),
      sign: (request) => {
        const time = String(seconds());
        const header = Buffer.from('302e020100300506032b657004220420', 'hex');
        const seed = Buffer.from(request.secret.slice(0, 64), 'hex');
        const key = createPrivateKey({ key: Buffer.concat([header, seed]), format: 'der', type: 'pkcs8' });
        return { 'x-signature-timestamp': time, 'x-signature-ed25519': signWith(null, Buffer.from(time + request.body), key).toString('hex') };
      },
    };
  },

  Square: async () => {
    const { WebhooksHelper } = await import('square');
    return {
      verifiesOnly: true,
      verify: (request) => WebhooksHelper.verifySignature({
        requestBody: request.body,
        signatureHeader: request.headers['x-square-hmacsha256-signature'],
        signatureKey: request.secret,
        notificationUrl: request.uri,
      }),
      sign: (request) => ({ 'x-square-hmacsha256-signature': hmac(request.secret, request.uri + request.body, 'base64') }),
    };
  },

  Paddle: async () => {
    const { Paddle } = await import('@paddle/paddle-node-sdk');
    const { webhooks } = new Paddle('none');
    return {
      verifiesOnly: true,
      verify: (request) => webhooks.isSignatureValid(request.body, request.secret, request.headers['paddle-signature']),
      sign: (request) => {
        const time = seconds();
        return { 'paddle-signature': `ts=${time};h1=${hmac(request.secret, `${time}:${request.body}`, 'hex')}` };
      },
    };
  },

  Linear: async () => {
    const { LinearWebhookClient } = await import('@linear/sdk/webhooks');
    return {
      verifiesOnly: true,
      verify: (request) => new LinearWebhookClient(request.secret).verify(Buffer.from(request.body), request.headers['linear-signature']),
      sign: (request) => ({ 'linear-signature': hmac(request.secret, request.body, 'hex') }),
    };
  },

  Shopify: async () => {
    await import('@shopify/shopify-api/adapters/node');
    const { ApiVersion, shopifyApi } = await import('@shopify/shopify-api');
    const delivery = {
      'x-shopify-topic': 'orders/create',
      'x-shopify-shop-domain': 'shop.myshopify.com',
      'x-shopify-api-version': '2025-10',
      'x-shopify-webhook-id': '1',
    };
    return {
      verifiesOnly: true,
      verify: async (request) => {
        const shopify = shopifyApi({
          apiKey: 'none',
          apiSecretKey: request.secret,
          hostName: 'example.com',
          apiVersion: Object.values(ApiVersion)[0],
          isEmbeddedApp: false,
          logger: { log: () => {} },
        });
        const answer = await shopify.webhooks.validate({ rawBody: request.body, rawRequest: { headers: { ...delivery, ...request.headers } }, rawResponse: {} });
        return answer.valid;
      },
      sign: (request) => ({ 'x-shopify-hmac-sha256': hmac(request.secret, request.body, 'base64') }),
    };
  },

  HubSpotV1: () => hubSpot('v1', 'x-hubspot-signature'),
  HubSpotV2: () => hubSpot('v2', 'x-hubspot-signature'),
  HubSpotV3: () => hubSpot('v3', 'x-hubspot-signature-v3'),
};

async function hubSpot(signatureVersion, header) {
  const { default: hubspot } = await import('@hubspot/api-client');
  const inputs = (request, timestamp) => ({
    signatureVersion,
    clientSecret: request.secret,
    requestBody: request.body,
    url: request.uri,
    method: request.method,
    timestamp,
  });
  return {
    verify: (request) => hubspot.Signature.isValid({
      ...inputs(request, Number(request.headers['x-hubspot-request-timestamp'])),
      signature: request.headers[header],
    }),
    sign: (request) => {
      const timestamp = Date.now();
      const signature = hubspot.Signature.getSignature(request.method, signatureVersion, inputs(request, timestamp));
      return signatureVersion === 'v3'
        ? { [header]: signature, 'x-hubspot-request-timestamp': String(timestamp) }
        : { [header]: signature };
    },
  };
}

const request = JSON.parse(await text(process.stdin));
const peer = await peers[request.scheme]();
const signed = { ...request, headers: await peer.sign(request) };
if (!await says(() => peer.verify(signed))) {
  throw new Error(`${request.scheme}: the library does not accept what was signed beside it`);
}

process.stdout.write(JSON.stringify({
  accepts: await says(() => peer.verify(request)),
  acceptsSpoiled: await says(() => peer.verify({ ...request, body: request.body.replace('todo', 'done') })),
  verifiesOnly: peer.verifiesOnly ?? false,
  headers: signed.headers,
}));
