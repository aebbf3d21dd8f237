using System.Security.Cryptography;
using Microsoft.AspNetCore.Http;
using Microsoft.Net.Http.Headers;

namespace WebhookTools.Listener.Http;

/// <summary>A file of the pages, embedded in the assembly.</summary>
internal sealed class PageAsset
{
    private PageAsset(string name, byte[] content)
    {
        Name = name;
        Content = content;
        ContentType = Path.GetExtension(name) switch
        {
            ".html" => "text/html; charset=utf-8",
            ".css" => "text/css; charset=utf-8",
            ".js" => "text/javascript; charset=utf-8",
            _ => "image/svg+xml",
        };
        EntityTag = new EntityTagHeaderValue("\"" + Convert.ToHexStringLower(SHA256.HashData(content).AsSpan(0, 16)) + "\"");
    }

    public string Name { get; }

    public ReadOnlyMemory<byte> Content { get; }

    public string ContentType { get; }

    /// <summary>Depends on the content only.</summary>
    public EntityTagHeaderValue EntityTag { get; }

    public static PageAsset Load(string name)
    {
        using Stream resource = typeof(PageAsset).Assembly.GetManifestResourceStream("Page/" + name)
            ?? throw new InvalidOperationException($"The assembly holds no page file '{name}'.");
        byte[] content = new byte[resource.Length];
        resource.ReadExactly(content);
        return new PageAsset(name, content);
    }

    /// <summary>True if the browser's cache has this content.</summary>
    public bool IsCachedBy(HttpRequest request) =>
        EntityTagHeaderValue.TryParseList(request.Headers.IfNoneMatch, out IList<EntityTagHeaderValue>? known)
        && known.Any(tag => tag.Equals(EntityTagHeaderValue.Any) || tag.Compare(EntityTag, useStrongComparison: false));
}
