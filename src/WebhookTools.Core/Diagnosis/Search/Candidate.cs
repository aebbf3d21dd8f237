using System.Runtime.InteropServices;
using WebhookTools.Core.Diagnosis.Rules;

namespace WebhookTools.Core.Diagnosis.Search;

/// <summary>One combination to try; what is null is as it is.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct Candidate(BodyVariant? Body = null, KeyVariant? Key = null, AlgorithmRule? Algorithm = null, ContentVariant? Content = null);
