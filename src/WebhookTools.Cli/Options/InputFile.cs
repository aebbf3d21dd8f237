using WebhookTools.Cli.Errors;

namespace WebhookTools.Cli.Options;

/// <summary>An input file named on the command line.</summary>
internal static class InputFile
{
    public static FileStream Open(string path)
    {
        try
        {
            return new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite, bufferSize: 0, FileOptions.SequentialScan);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw CommandLineErrors.InputFileNotFound(path, exception);
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException)
        {
            throw CommandLineErrors.InputFileNotReadable(path, exception);
        }
    }
}
