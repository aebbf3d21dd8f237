using System.Runtime.InteropServices;
using WebhookTools.Core.Signatures.Algorithms;
using WebhookTools.Core.Signatures.Secrets;
using WebhookTools.Core.Signatures.Text;

namespace WebhookTools.Core.Signatures.Templates;

/// <summary>What a scheme is made of.</summary>
/// <param name="Algorithm">How a key and the signed content become a signature.</param>
/// <param name="SecretFormat">How a secret becomes a key.</param>
/// <param name="SignsId">Whether a message id is signed.</param>
/// <param name="SignsTime">Whether a time is signed.</param>
/// <param name="TimestampUnit">What the signed time counts.</param>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct SchemeDescriptor(SignatureAlgorithm Algorithm, SecretFormat SecretFormat, bool SignsId, bool SignsTime, TimestampUnit TimestampUnit);
