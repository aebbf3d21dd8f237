namespace WebhookTools.Cli.Listening;

/// <summary>Finds a program as a shell does, at the start and not at the first alert.</summary>
internal static class ExecutableFile
{
    private const UnixFileMode AnyExecute = UnixFileMode.UserExecute | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute;

    /// <summary>The program's file; null where there is none. A name without a folder is looked for in PATH alone.</summary>
    public static string? Find(string command)
    {
        bool hasFolder = command.Contains('/', StringComparison.Ordinal) || command.Contains(Path.DirectorySeparatorChar, StringComparison.Ordinal);
        string[] folders = hasFolder
            ? [Environment.CurrentDirectory]
            : (Environment.GetEnvironmentVariable("PATH") ?? string.Empty).Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
        string[] endings = OperatingSystem.IsWindows() && !Path.HasExtension(command) ? [".exe", ".cmd", ".bat"] : [string.Empty];
        return folders
            .SelectMany(folder => endings.Select(ending => Path.Combine(folder, command + ending)))
            .FirstOrDefault(IsExecutable);
    }

    private static bool IsExecutable(string path) =>
        File.Exists(path) && (OperatingSystem.IsWindows() || (File.GetUnixFileMode(path) & AnyExecute) != UnixFileMode.None);
}
