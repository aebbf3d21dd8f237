using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.IO;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Threading.Tasks;

namespace WebhookTools.Tests
{
    /// <summary>A request as it came.</summary>
    public sealed class ReceivedRequest
    {
        public string Method { get; set; }
        public string Path { get; set; }
        public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);
        public byte[] Body { get; set; }
        public string Text => Encoding.UTF8.GetString(Body);
    }

    /// <summary>What a receiver is told to answer. A status of 0 is no answer at all.</summary>
    public sealed class Reply
    {
        public int Status { get; set; } = 200;
        public string Body { get; set; } = "";
        public Dictionary<string, string> Headers { get; } = new();
    }

    /// <summary>A receiver for tests that owes nothing to the module: a plain HTTP listener on a free port of loopback.</summary>
    public sealed class TestReceiver : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly ConcurrentQueue<Reply> _replies = new();
        private readonly List<HttpListenerContext> _unanswered = new();
        private int _underWay;

        public TestReceiver()
        {
            // The port is free when it is asked for; another process would have to take it within the same moment.
            using (var probe = new TcpListener(IPAddress.Loopback, 0))
            {
                probe.Start();
                Port = ((IPEndPoint)probe.LocalEndpoint).Port;
            }

            Uri = new Uri($"http://127.0.0.1:{Port}/");
            _listener.Prefixes.Add(Uri.ToString());
            _listener.Start();
            _ = Task.Run(AcceptAsync);
        }

        public int Port { get; }
        public Uri Uri { get; }
        public ConcurrentQueue<ReceivedRequest> Requests { get; } = new();
        public Reply Default { get; } = new();
        public int MostAtOnce { get; private set; }

        /// <summary>How long every request waits for its answer.</summary>
        public int DelayMilliseconds { get; set; }

        public void Answer(int status, string body = "", string header = null, string value = null)
        {
            var reply = new Reply { Status = status, Body = body };
            if (header != null)
            {
                reply.Headers[header] = value;
            }

            _replies.Enqueue(reply);
        }

        public void Dispose() => _listener.Close();

        private async Task AcceptAsync()
        {
            while (_listener.IsListening)
            {
                HttpListenerContext context;
                try
                {
                    context = await _listener.GetContextAsync();
                }
                catch (Exception) when (!_listener.IsListening)
                {
                    return;
                }

                _ = Task.Run(() => HandleAsync(context));
            }
        }

        private async Task HandleAsync(HttpListenerContext context)
        {
            lock (_unanswered)
            {
                MostAtOnce = Math.Max(MostAtOnce, ++_underWay);
            }

            var request = new ReceivedRequest { Method = context.Request.HttpMethod, Path = context.Request.RawUrl };
            foreach (string name in context.Request.Headers.AllKeys)
            {
                request.Headers[name] = context.Request.Headers[name];
            }

            using (var body = new MemoryStream())
            {
                await context.Request.InputStream.CopyToAsync(body);
                request.Body = body.ToArray();
            }

            Requests.Enqueue(request);
            Reply reply = _replies.TryDequeue(out Reply next) ? next : Default;
            if (reply.Status == 0)
            {
                lock (_unanswered)
                {
                    _unanswered.Add(context);
                }

                return;
            }

            if (DelayMilliseconds > 0)
            {
                await Task.Delay(DelayMilliseconds);
            }

            lock (_unanswered)
            {
                _underWay--;
            }

            context.Response.StatusCode = reply.Status;
            foreach ((string name, string value) in reply.Headers)
            {
                context.Response.Headers[name] = value;
            }

            byte[] bytes = Encoding.UTF8.GetBytes(reply.Body);
            context.Response.ContentLength64 = bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
    }
}
