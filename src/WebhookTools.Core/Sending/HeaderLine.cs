using System.Runtime.InteropServices;

namespace WebhookTools.Core.Sending;

/// <summary>One line of a request's head. A type of our own, so that what handles many of them is precompiled.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct HeaderLine(string Name, string Value);
