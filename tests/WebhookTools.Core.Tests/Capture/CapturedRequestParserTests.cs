using System.Text;
using WebhookTools.Core.Capture;
using WebhookTools.Core.Signatures;
using WebhookTools.Tests;

namespace WebhookTools.Core.Tests.Capture;

public sealed class CapturedRequestParserTests
{
    [Theory]
    [InlineData("\r\n")]
    [InlineData("\n")]
    public void An_HTTP_request_is_read_with_either_line_ending(string end)
    {
        string text = string.Join(end, "POST /hook?x=1 HTTP/1.1", "Host: hooks.example.com", "X-Hub-Signature-256: sha256=ab", "Content-Length: 7", string.Empty, "{\"a\":1}");

        CapturedRequest request = CapturedRequestParser.Parse(text);

        Assert.Equal((CaptureSource.HttpMessage, "POST", "/hook?x=1"), (request.Source, request.Method, request.Target));
        Assert.Equal("https://hooks.example.com/hook?x=1", request.Uri!.OriginalString);
        Assert.Equal("{\"a\":1}", BodyText(request));
        Assert.Equal("Host X-Hub-Signature-256 Content-Length", string.Join(' ', request.Headers.Select(header => header.Key)));
        Assert.True(request.ToSignatureHeaders().TryGet("x-hub-signature-256", out string value));
        Assert.Equal("sha256=ab", value);
    }

    [Fact]
    public void A_body_keeps_every_byte()
    {
        byte[] body = [0xEF, 0xBB, 0xBF, 0, 13, 10, 0xFF, 10, 13, 10];
        byte[] capture = [.. Encoding.ASCII.GetBytes("PUT / HTTP/1.1\r\nHost: a\r\n\r\n"), .. body];

        CapturedRequest request = CapturedRequestParser.Parse(capture);

        Assert.Equal(body, request.Body!.ReadAll().ToArray());
        Assert.Equal("PUT", request.Method);
    }

    [Fact]
    public void Bytes_after_the_content_length_are_ignored_and_noted()
    {
        CapturedRequest request = CapturedRequestParser.Parse("POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\n{}\n");

        Assert.Equal("{}", BodyText(request));
        Assert.Contains(request.Notes, note => note.Contains("1 byte after the body", StringComparison.Ordinal));
    }

    [Fact]
    public void A_body_with_converted_line_endings_is_noted()
    {
        CapturedRequest request = CapturedRequestParser.Parse("POST / HTTP/1.1\nHost: localhost\nContent-Length: 9\n\n{\n \"a\"\n");

        Assert.Contains(request.Notes, note => note.Contains("CRLF was converted", StringComparison.Ordinal));
    }

    [Fact]
    public void A_chunked_body_is_decoded()
    {
        CapturedRequest request = CapturedRequestParser.Parse("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\n{\"a\"\r\n3\r\n:1}\r\n0\r\n\r\n");

        Assert.Equal("{\"a\":1}", BodyText(request));
    }

    [Fact]
    public void A_chunked_body_that_is_already_decoded_is_accepted()
    {
        CapturedRequest request = CapturedRequestParser.Parse("POST / HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n{\"a\":1}");

        Assert.Equal("{\"a\":1}", BodyText(request));
        Assert.Contains(request.Notes, note => note.Contains("already decoded", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("4\r\n{\"a\"\r\n", "size 0")]
    [InlineData("ff\r\n{}\r\n0\r\n\r\n", "255 bytes")]
    [InlineData("2\r\n{}}\r\n0\r\n\r\n", "longer than its size")]
    [InlineData("2\r\n{}\r\nzz\r\n", "not a chunk size")]
    public void An_invalid_chunked_body_is_an_error(string body, string expected)
    {
        CaptureException error = Assert.Throws<CaptureException>(() => CapturedRequestParser.Parse("POST / HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + body));

        Assert.Equal("CaptureChunkInvalid", error.ErrorId);
        Assert.Contains(expected, error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_output_of_curl_v_has_no_body_and_a_note()
    {
        const string Printed = "*   Trying 127.0.0.1:18231...\n* Connected to 127.0.0.1 (127.0.0.1) port 18231 (#0)\n> POST /hook HTTP/1.1\r\n> Host: 127.0.0.1:18231\r\n> X-Hub-Signature-256: sha256=abc\r\n> Content-Length: 123\r\n> \r\n} [123 bytes data]\n< HTTP/1.1 200 OK\r\n< Server: x\r\n< \r\n{ [2 bytes data]\n* Connection #0 left intact\n";

        CapturedRequest request = CapturedRequestParser.Parse(Printed);

        Assert.Equal((CaptureSource.CurlVerbose, "POST", "http://127.0.0.1:18231/hook"), (request.Source, request.Method, request.Uri!.OriginalString));
        Assert.Equal(3, request.Headers.Count);
        Assert.Null(request.Body);
        Assert.Contains(request.Notes, note => note.Contains("123 bytes", StringComparison.Ordinal));
        Assert.Equal("CaptureWithoutBody", Assert.Throws<CaptureException>(request.ToSignatureRequest).ErrorId);
    }

    [Fact]
    public void Curl_output_with_a_redirect_contains_two_requests()
    {
        const string Printed = "12:00:00.123456 * SSL connection using TLSv1.3\n12:00:00.123456 > POST /a HTTP/2\r\n12:00:00.123456 > Host: x\r\n12:00:00.123456 > \r\n12:00:00.123456 < HTTP/2 302\r\n12:00:00.2 > GET /b HTTP/2\r\n12:00:00.2 > Host: x\r\n12:00:00.2 > \r\n";

        CaptureException error = Assert.Throws<CaptureException>(() => CapturedRequestParser.Parse(Printed));

        Assert.Equal("CaptureHasSeveralRequests", error.ErrorId);
        Assert.Contains("1 is GET /b", error.Message, StringComparison.Ordinal);
        Assert.Equal("https://x/b", CapturedRequestParser.Parse(Printed, 1).Uri!.OriginalString);
        Assert.Equal("CaptureIndexOutOfRange", Assert.Throws<CaptureException>(() => CapturedRequestParser.Parse(Printed, 2)).ErrorId);
    }

    [Fact]
    public void An_ASCII_curl_trace_yields_the_body_with_its_CRLF()
    {
        const string Trace = "== Info:   Trying 127.0.0.1:18231...\n=> Send header, 100 bytes (0x64)\n0000: POST /hook HTTP/1.1\n0015: Host: 127.0.0.1:18231\n002c: Content-Length: 123\n0041: \n=> Send data, 123 bytes (0x7b)\n0000: {\"a\":\"cafe  xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\n0040: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx\",\n0074: \"b\":1}.\n<= Recv header, 17 bytes (0x11)\n0000: HTTP/1.1 200 OK\n";

        CapturedRequest request = CapturedRequestParser.Parse(Trace);

        Assert.Equal(CaptureSource.CurlTrace, request.Source);
        Assert.Equal("{\"a\":\"cafe  " + new string('x', 100) + "\",\r\n\"b\":1}.", BodyText(request));
        Assert.Contains(request.Notes, note => note.Contains("--trace to record every byte", StringComparison.Ordinal));
    }

    [Fact]
    public void An_HTTP_archive_yields_its_only_request_with_a_body()
    {
        const string Archive = """
            {"log":{"entries":[
              {"request":{"method":"GET","url":"https://x/a","headers":[]}},
              {"request":{"method":"post","url":"https://x/b?c=d","headers":[{"name":":method","value":"POST"},{"name":"Stripe-Signature","value":"t=1,v1=ab"}],"bodySize":9,"postData":{"mimeType":"application/json","text":"{\"a\":\"é\"}"}}}]}}
            """;

        CapturedRequest request = CapturedRequestParser.Parse(Archive);

        Assert.Equal((CaptureSource.HttpArchive, "POST", "https://x/b?c=d"), (request.Source, request.Method, request.Uri!.OriginalString));
        Assert.Equal("{\"a\":\"é\"}", BodyText(request));
        Assert.Equal("Stripe-Signature", Assert.Single(request.Headers).Key);
        Assert.Contains(request.Notes, note => note.Contains("9 bytes", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("""{"request":{"method":"POST","url":"https://x/","headers":[],"postData":{"text":"AAEC","encoding":"base64"}}}""", "000102")]
    [InlineData("""{"method":"POST","url":"https://x/","headers":[],"postData":{"params":[{"name":"a b","value":"c&d"},{"name":"e"}]}}""", "612b623d6325323664")]
    public void The_body_of_an_archive_may_be_base64_or_form_parameters(string entry, string expectedStart)
    {
        CapturedRequest request = CapturedRequestParser.Parse(entry);

        Assert.StartsWith(expectedStart, Convert.ToHexStringLower(request.Body!.ReadAll().Span), StringComparison.Ordinal);
    }

    [Fact]
    public void A_journal_line_yields_the_exact_bytes_of_its_body()
    {
        const string Line = """{"id":"01","receivedAt":"2026-03-01T10:00:00.5Z","protocol":"generic","path":"/hook","headers":{"X-Hub-Signature-256":"sha256=ab","Authorization":"***"},"alerts":[],"body":{ "a" : 1.0, "é":"\u00e9" }}""";

        CapturedRequest request = CapturedRequestParser.Parse(Line + "\n");

        Assert.Equal((CaptureSource.JournalLine, "/hook"), (request.Source, request.Target));
        Assert.Equal("{ \"a\" : 1.0, \"é\":\"\\u00e9\" }", BodyText(request));
        Assert.Equal(new DateTimeOffset(2026, 3, 1, 10, 0, 0, 500, TimeSpan.Zero), request.ReceivedAt);
        Assert.Contains(request.Notes, note => note.Contains("masks", StringComparison.Ordinal));
    }

    [Fact]
    public void A_journal_line_may_contain_its_body_in_base64()
    {
        CapturedRequest request = CapturedRequestParser.Parse("""{"receivedAt":"2026-03-01T10:00:00Z","path":"/hook","headers":[{"name":"A","value":"b"}],"bodyBase64":"AP8="}""");

        Assert.Equal([0, 255], request.Body!.ReadAll().ToArray());
    }

    [Fact]
    public void Journal_lines_have_zero_based_indexes()
    {
        const string Lines = "{\"receivedAt\":\"2026-03-01T10:00:00Z\",\"path\":\"/a\",\"body\":1}\n{\"receivedAt\":\"2026-03-01T10:00:00Z\",\"path\":\"/b\",\"body\":[2]}\n";

        Assert.Equal("[2]", BodyText(CapturedRequestParser.Parse(Lines, 1)));
        Assert.Equal("CaptureHasSeveralRequests", Assert.Throws<CaptureException>(() => CapturedRequestParser.Parse(Lines)).ErrorId);
    }

    [Fact]
    public void Header_lines_are_read_without_a_body()
    {
        CapturedRequest request = CapturedRequestParser.Parse("\nX-Slack-Signature: v0=ab\nX-Slack-Request-Timestamp:  5\n\n");

        Assert.Equal(CaptureSource.HeaderText, request.Source);
        Assert.Equal("v0=ab|5", string.Join('|', request.Headers.Select(header => header.Value)));
        Assert.Null(request.Body);
    }

    [Fact]
    public void The_body_follows_an_empty_line()
    {
        Assert.Equal("{}\n", BodyText(CapturedRequestParser.Parse("A: b\r\n\r\n{}\n")));
    }

    [Fact]
    public void UTF_16_as_Windows_PowerShell_redirects_it_is_read()
    {
        byte[] capture = [0xFF, 0xFE, .. Encoding.Unicode.GetBytes("> POST /hook HTTP/1.1\r\n> Host: é\r\n> \r\n")];

        Assert.Equal("é", Assert.Single(CapturedRequestParser.Parse(capture).Headers).Value);
    }

    [Theory]
    [InlineData("", "CaptureEmpty")]
    [InlineData(" \n\n", "CaptureEmpty")]
    [InlineData("hello world", "CaptureNotRecognised")]
    [InlineData("{\"a\":1}", "CaptureJsonNotRecognised")]
    [InlineData("[1]", "CaptureJsonNotRecognised")]
    [InlineData("{\"a\":", "CaptureJsonInvalid")]
    [InlineData("{\"log\":{\"entries\":[]}}", "CaptureWithoutRequest")]
    [InlineData("{\"log\":{\"entries\":7}}", "CaptureMemberInvalid")]
    [InlineData("{\"method\":\"POST\",\"url\":\"/relative\",\"headers\":[]}", "CaptureMemberInvalid")]
    [InlineData("{\"method\":\"POST\",\"url\":\"https://x\",\"headers\":7}", "CaptureMemberInvalid")]
    [InlineData("{\"method\":\"POST\",\"url\":\"https://x\",\"headers\":{\"a b\":\"c\"}}", "CaptureHeaderNameInvalid")]
    [InlineData("{\"receivedAt\":\"x\",\"path\":\"/\",\"bodyBase64\":\"%%\"}", "CaptureMemberInvalid")]
    [InlineData("{\"receivedAt\":\"x\",\"path\":7,\"body\":1}", "CaptureMemberInvalid")]
    [InlineData("POST / HTTP/1.1\r\nno header here\r\n\r\n", "CaptureHeaderInvalid")]
    [InlineData("=> Send header, 5 bytes (0x5)\n0000: POST / HTTP/1.1\n0fff: Host: x\n", "CaptureTraceInvalid")]
    [InlineData("=> Send header, 5 bytes (0x5)\n", "CaptureWithoutRequest")]
    public void An_unreadable_capture_is_an_error_with_a_recommended_action(string capture, string errorId)
    {
        CaptureException error = Assert.Throws<CaptureException>(() => CapturedRequestParser.Parse(capture));

        Assert.Equal(errorId, error.ErrorId);
        Assert.NotEmpty(error.RecommendedAction);
    }

    [Fact]
    public void An_error_does_not_contain_credentials()
    {
        CaptureException error = Assert.Throws<CaptureException>(() => CapturedRequestParser.Parse("POST / HTTP/1.1\r\nAuthorization : Bearer s3cret\r\n\r\n"));

        Assert.DoesNotContain("s3cret", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void The_text_of_a_request_does_not_contain_its_headers()
    {
        CapturedRequest request = CapturedRequestParser.Parse("POST /x?token=s3cret HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer s3cret\r\n\r\n{}");

        Assert.Equal("POST /x (2 headers, 2 bytes)", request.ToString());
    }

    [Fact]
    public void A_file_is_read_and_a_missing_one_is_an_error()
    {
        using var folder = new TemporaryFolder();
        File.WriteAllText(folder.File("request.http"), "POST / HTTP/1.1\r\nHost: a\r\n\r\n{}");

        Assert.Equal("{}", BodyText(CapturedRequestParser.ParseFile(folder.File("request.http"))));
        CaptureException error = Assert.Throws<CaptureException>(() => CapturedRequestParser.ParseFile(folder.File("none")));
        Assert.Equal((WebhookErrorKind.NotFound, "CaptureFileNotReadable"), (error.Kind, error.ErrorId));
    }

    private static string BodyText(CapturedRequest request) => Encoding.UTF8.GetString(request.Body!.ReadAll().Span);
}
