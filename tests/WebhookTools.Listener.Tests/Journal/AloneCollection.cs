namespace WebhookTools.Listener.Tests.Journal;

/// <summary>Tests that measure the whole process and must not run in parallel with others.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public sealed class AloneCollection
{
    public const string Name = "Alone";
}
