using System.Runtime.InteropServices;
using System.Text;

namespace WebhookTools.Listener.Tests.Support;

/// <summary>Gives a file a second name, which .NET cannot.</summary>
internal static class HardLink
{
    /// <summary>Creates the link, or skips the test where a file is not locked independent of its name.</summary>
    public static void Create(string path, string target)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Only Linux locks a file independent of its name.");
        Assert.Equal(0, Link(Encoding.UTF8.GetBytes(target + '\0'), Encoding.UTF8.GetBytes(path + '\0')));
    }

    [DllImport("libc", EntryPoint = "link")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Link(byte[] target, byte[] path);
}
