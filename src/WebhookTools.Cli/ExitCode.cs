namespace WebhookTools.Cli;

/// <summary>What the process tells its caller.</summary>
internal static class ExitCode
{
    /// <summary>The job is done.</summary>
    public const int Done = 0;

    /// <summary>The job failed: a delivery failed, a signature does not match, a port is in use.</summary>
    public const int Failed = 1;

    /// <summary>The command was called wrongly: an unknown option, a secret that is missing, a file that is not there.</summary>
    public const int Usage = 2;

    /// <summary>The job was interrupted by SIGINT or SIGTERM.</summary>
    public const int Interrupted = 3;
}
