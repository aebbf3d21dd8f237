namespace WebhookTools.Cli.Listening;

/// <summary>The program to run for every alert.</summary>
/// <param name="Concurrency">The maximum number of programs that run at once.</param>
/// <param name="Timeout">The time limit of one run.</param>
/// <param name="SecretVariables">The environment variables that the program must not inherit.</param>
internal sealed record ExecProgram(string Path, IReadOnlyList<string> Arguments, int Concurrency, TimeSpan Timeout, IReadOnlyList<string> SecretVariables)
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>Finds an executable file, in PATH if the name has no folder. Returns null if there is none.</summary>
    public static string? Find(string command)
    {
        bool hasFolder = command.Contains('/', StringComparison.Ordinal) || command.Contains(System.IO.Path.DirectorySeparatorChar, StringComparison.Ordinal);
        string[] folders = hasFolder
            ? [Environment.CurrentDirectory]
            : (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(System.IO.Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] extensions = OperatingSystem.IsWindows() && !System.IO.Path.HasExtension(command) ? [".exe", ".cmd", ".bat"] : [string.Empty];
        return folders
            .SelectMany(folder => extensions.Select(extension => System.IO.Path.Combine(folder, command + extension)))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None);
}
