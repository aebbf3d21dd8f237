using WebhookTools.Core.Payloads;

namespace WebhookTools.Core.Sending;

/// <summary>One request as it goes out, signed, whichever way it takes.</summary>
/// <param name="Uri">Where it goes, with what a scheme has added to the address.</param>
/// <param name="Method">The method, as it is written.</param>
/// <param name="Headers">The header lines in their order, without those that the connection and the body decide.</param>
/// <param name="Body">The body, with what a scheme has written into it.</param>
/// <param name="ContentType">The body's type.</param>
/// <param name="HasBody">Whether it has a body, if an empty one, and says so.</param>
internal sealed record DeliveryRequest(Uri Uri, HttpMethod Method, HeaderLine[] Headers, WebhookBody Body, string ContentType, bool HasBody);
