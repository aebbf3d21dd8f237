namespace WebhookTools.Listener.Journal.Storage;

/// <summary>What the operating system says of a file.</summary>
internal readonly record struct FileStatus(FileIdentity Identity, long Length, bool IsLinked, bool IsRegular);
