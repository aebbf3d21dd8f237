namespace WebhookTools.Cli.Errors;

internal static class ExitCode
{
    public const int Done = 0;

    /// <summary>The job failed: a delivery failed, a signature does not match, a port is in use.</summary>
    public const int Failed = 1;

    /// <summary>The command was used incorrectly: an unknown option, a missing secret, a file that does not exist.</summary>
    public const int Usage = 2;

    /// <summary>SIGINT or SIGTERM interrupted the job.</summary>
    public const int Interrupted = 3;
}
