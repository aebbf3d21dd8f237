using System.Runtime.InteropServices;

namespace WebhookTools.Listener.Journal.Storage;

/// <summary>What tells a file from every other, whatever its name: its device and its number there. The default value is nobody's.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct FileIdentity(ulong Device, ulong Number);
