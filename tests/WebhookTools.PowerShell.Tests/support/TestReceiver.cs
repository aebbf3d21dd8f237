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
    /// <summary>A request as it was received.</summary>
    public sealed class ReceivedRequest
    {
        public string Method { get; set; }
        public string Path { get; set; }
        public Dictionary<string, string> Headers { get; } = new(StringComparer.OrdinalIgnoreCase);
        public byte[] Body { get; set; }
        public string Text => Encoding.UTF8.GetString(Body);
    }

    /// <summary>A response to send. A status of 0 means that no response is sent.</summary>
    public sealed class TestResponse
    {
        public int Status { get; set; } = 200;
        public string Body { get; set; } = "";
        public Dictionary<string, string> Headers { get; } = new();
    }

    /// <summary>An HTTP receiver for tests on a free loopback port. It shares no code with the module.</summary>
    public sealed class TestReceiver : IDisposable
    {
        private readonly HttpListener _listener = new();
        private readonly ConcurrentQueue<TestResponse> _responses = new();
        private readonly List<HttpListenerContext> _open = new();
        private int _active;

        public TestReceiver()
        {
            // The port is free now. HttpListener cannot bind port 0, so another process could take it first; that is unlikely.
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
        /// <summary>The response to send when no other response is queued.</summary>
        public TestResponse Default { get; } = new();
        /// <summary>The maximum number of requests that were open at the same time.</summary>
        public int MaximumConcurrency { get; private set; }

        /// <summary>The delay before each response.</summary>
        public int DelayMilliseconds { get; set; }

        /// <summary>Queues a response for the next request.</summary>
        public void Respond(int status, string body = "", string header = null, string value = null)
        {
            var response = new TestResponse { Status = status, Body = body };
            if (header != null)
            {
                response.Headers[header] = value;
            }

            _responses.Enqueue(response);
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
            lock (_open)
            {
                MaximumConcurrency = Math.Max(MaximumConcurrency, ++_active);
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
            TestResponse response = _responses.TryDequeue(out TestResponse next) ? next : Default;
            if (response.Status == 0)
            {
                lock (_open)
                {
                    _open.Add(context);
                }

                return;
            }

            if (DelayMilliseconds > 0)
            {
                await Task.Delay(DelayMilliseconds);
            }

            lock (_open)
            {
                _active--;
            }

            context.Response.StatusCode = response.Status;
            foreach ((string name, string value) in response.Headers)
            {
                context.Response.Headers[name] = value;
            }

            byte[] bytes = Encoding.UTF8.GetBytes(response.Body);
            context.Response.ContentLength64 = bytes.Length;
            await context.Response.OutputStream.WriteAsync(bytes);
            context.Response.Close();
        }
    }
}
