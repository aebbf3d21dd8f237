using System.Globalization;
using System.Text.RegularExpressions;
using WebhookTools.Tests;

namespace WebhookTools.Listener.Tests;

/// <summary>Folders are layers: the dependencies between the top folders of a project run one way. Read from the sources, in which a folder is a namespace.</summary>
public sealed partial class ArchitectureTests
{
    /// <summary>The folders of the listener that a transport other than HTTP uses as well.</summary>
    private static readonly string[] TransportNeutralFolders =
        ["Authentication", "Deduplication", "Feed", "Followers", "Forwarding", "Intake", "Journal", "Messages", "Metrics", "Protocols", "Rejections", "Reports"];

    [Theory]
    [InlineData("WebhookTools.Core")]
    [InlineData("WebhookTools.Listener")]
    public void Folders_do_not_depend_on_each_other_in_a_circle(string project)
    {
        Dictionary<string, Dictionary<string, string>> dependencies = DependenciesOf(Sources(project));

        Assert.NotEmpty(dependencies);
        Assert.Empty(CyclesOf(dependencies));
    }

    [Fact]
    public void A_circle_is_reported_with_the_types_that_form_it()
    {
        Dictionary<string, Dictionary<string, string>> dependencies = DependenciesOf(
        [
            new("A", "First.cs", "namespace P.A;\nusing P.B;\ninternal sealed class First { Second? next; }"),
            new("B", "Second.cs", "namespace P.B;\ninternal sealed class Second { /* A.First */ string text = \"First\"; C.Third? next; }"),
            new("C", "Third.cs", "namespace P.C;\nusing P.A;\ninternal sealed record Third(First Next);"),
            new("D", "Fourth.cs", "namespace P.D;\nusing P.A;\ninternal sealed record Fourth(First Next);"),
        ]);

        Assert.Equal(["A -> B (First.cs names Second), B -> C (Second.cs names Third), C -> A (Third.cs names First)"], CyclesOf(dependencies));
    }

    [Fact]
    public void The_intake_and_what_it_uses_know_no_web_server()
    {
        IEnumerable<string> found = Sources("WebhookTools.Listener")
            .Where(source => TransportNeutralFolders.Contains(source.Folder, StringComparer.Ordinal))
            .SelectMany(source => WebServerName().Matches(source.Code).Cast<Match>().Select(match => $"{source.Folder}/{source.File} names {match.Value}"));

        Assert.Empty(found);
    }

    [Fact]
    public void Only_the_entry_point_knows_the_composition()
    {
        IEnumerable<string> found = Sources("WebhookTools.Listener")
            .Where(source => source.Folder is not ("Hosting" or "") && source.Code.Contains("Listener.Hosting", StringComparison.Ordinal))
            .Select(source => source.File);

        Assert.Empty(found);
    }

    private static List<Source> Sources(string project)
    {
        string root = Repository.PathOf("src", project);
        return
        [
            .. Directory.EnumerateFiles(root, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal).Select(path =>
            {
                string relative = Path.GetRelativePath(root, path);
                int separator = relative.IndexOf(Path.DirectorySeparatorChar, StringComparison.Ordinal);
                return new Source(separator < 0 ? string.Empty : relative[..separator], Path.GetFileName(path), File.ReadAllText(path));
            }),
        ];
    }

    /// <summary>Returns, for each folder and each folder that it depends on, a file and a type that show it.</summary>
    private static Dictionary<string, Dictionary<string, string>> DependenciesOf(IReadOnlyList<Source> sources)
    {
        // The files in the project's root are its public surface and its entry point: they may know everything, and be known.
        var declared = sources.Where(source => source.Folder.Length > 0)
            .SelectMany(source => Declaration().Matches(source.Code).Cast<Match>().Select(match => (Type: match.Groups["name"].Value, source.Namespace, source.Folder)))
            .ToLookup(type => type.Type, StringComparer.Ordinal);
        var dependencies = new Dictionary<string, Dictionary<string, string>>(StringComparer.Ordinal);
        foreach (Source source in sources.Where(source => source.Folder.Length > 0))
        {
            foreach (Match word in Identifier().Matches(source.Code))
            {
                foreach ((string type, string home, string folder) in declared[word.Value])
                {
                    if (!string.Equals(folder, source.Folder, StringComparison.Ordinal) && source.Sees(home, word.Index))
                    {
                        dependencies.TryAdd(source.Folder, new(StringComparer.Ordinal));
                        dependencies[source.Folder].TryAdd(folder, string.Create(CultureInfo.InvariantCulture, $"{source.File} names {type}"));
                    }
                }
            }
        }

        return dependencies;
    }

    /// <summary>Describes each circle of folders once, from its first folder on.</summary>
    private static List<string> CyclesOf(Dictionary<string, Dictionary<string, string>> dependencies)
    {
        var cycles = new List<string>();
        foreach (string start in dependencies.Keys.Order(StringComparer.Ordinal))
        {
            Follow(start, [start]);
        }

        return cycles;

        void Follow(string start, List<string> path)
        {
            foreach (string next in dependencies.GetValueOrDefault(path[^1], []).Keys.Order(StringComparer.Ordinal))
            {
                if (string.Equals(next, start, StringComparison.Ordinal))
                {
                    IEnumerable<(string From, string To)> steps = path.Zip([.. path.Skip(1), start]);
                    cycles.Add(string.Join(", ", steps.Select(step => $"{step.From} -> {step.To} ({dependencies[step.From][step.To]})")));
                }
                else if (string.CompareOrdinal(next, start) > 0 && !path.Contains(next, StringComparer.Ordinal))
                {
                    Follow(start, [.. path, next]);
                }
            }
        }
    }

    [GeneratedRegex(@"^(?:public|internal)[\w ]*? (?:class|record struct|record class|record|struct|enum|interface) (?<name>\w+)", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Declaration();

    [GeneratedRegex(@"\b[A-Z]\w*\b", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Identifier();

    [GeneratedRegex(@"Microsoft\.(?:AspNetCore|Extensions)[\w.]*|\bI?(?:HttpContext|HttpRequest|HttpResponse|HeaderDictionary|StringValues|StatusCodes)\b", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex WebServerName();

    [GeneratedRegex(@"//[^\n]*|/\*.*?\*/|""""""(?s:.*?)""""""|""(?:\\.|[^""\\\n])*""", RegexOptions.None, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex CommentOrText();

    [GeneratedRegex(@"^(?<kind>namespace|using) (?<name>[\w.]+);", RegexOptions.Multiline | RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 10_000)]
    private static partial Regex Import();

    private sealed class Source
    {
        private readonly string[] _imports;

        public Source(string folder, string file, string text)
        {
            Folder = folder;
            File = file;
            Code = CommentOrText().Replace(text, string.Empty);
            Match[] imports = [.. Import().Matches(Code).Cast<Match>()];
            Namespace = imports.FirstOrDefault(import => import.Groups["kind"].Value is "namespace")?.Groups["name"].Value ?? string.Empty;
            _imports = [.. imports.Where(import => import.Groups["kind"].Value is "using").Select(import => import.Groups["name"].Value)];
        }

        public string Folder { get; }

        public string File { get; }

        /// <summary>The source without its comments and string literals.</summary>
        public string Code { get; }

        public string Namespace { get; }

        /// <summary>True if an identifier at that position can name a type of a namespace: the namespace is imported, or qualifies the identifier.</summary>
        public bool Sees(string home, int position)
        {
            string qualifier = home[(home.LastIndexOf('.') + 1)..] + ".";
            return _imports.Contains(home, StringComparer.Ordinal) || Code.AsSpan(0, position).EndsWith(qualifier, StringComparison.Ordinal);
        }
    }
}
