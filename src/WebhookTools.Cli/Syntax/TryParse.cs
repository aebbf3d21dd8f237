using System.Diagnostics.CodeAnalysis;

namespace WebhookTools.Cli.Syntax;

/// <summary>Reads a value, or says that it cannot be read.</summary>
internal delegate bool TryParse<T>(string text, [MaybeNullWhen(false)] out T value);
