using WebhookTools.Core.Diagnosis.Search;
using WebhookTools.Core.Signatures;

namespace WebhookTools.Core.Diagnosis.Conclusions;

/// <summary>A match that held when it was made a second time.</summary>
/// <param name="Match">The match.</param>
/// <param name="Proof">The proof, as the result shows it.</param>
/// <param name="Signature">The whole signature.</param>
/// <param name="Ordinary">What the scheme's own verification says of the changed inputs, its time not looked at; null where the scheme cannot be asked.</param>
/// <param name="Timed">The same with its time looked at.</param>
internal sealed record ProvenMatch(DiagnosisMatch Match, DiagnosisProof Proof, byte[] Signature, SignatureVerification? Ordinary, SignatureVerification? Timed);
