using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QlikSnowflake.Tests.Support;

/// <summary>A proxy that takes CONNECT requests (RFC 9110 §9.3.6) for any host, and leads all to one server on loopback.</summary>
internal sealed class TunnelProxy : IDisposable
{
    private readonly string? _login;
    private readonly int _status;

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _port;

    /// <param name="server">Where all requests end up.</param>
    /// <param name="login">User and password that it wants, with a colon between; null wants none.</param>
    /// <param name="status">What it answers to those whom it knows; 200 opens the way.</param>
    public TunnelProxy(Uri server, string? login = null, int status = 200)
    {
        _login = login;
        _status = status;
        _port = server.Port;
        _listener.Start();
        Address = new Uri($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}");
        _ = AcceptAsync();
    }

    public Uri Address { get; }

    /// <summary>The first lines of all requests.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public void Dispose() => _listener.Stop();

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _ = LeadAsync(await _listener.AcceptTcpClientAsync());
        }
        catch (Exception e) when (e is ObjectDisposedException or SocketException or InvalidOperationException)
        {
            // The test is over.
        }
    }

    private async Task LeadAsync(TcpClient client)
    {
        using (client)
        using (var server = new TcpClient())
        {
            try
            {
                var near = client.GetStream();
                if (!await LetInAsync(near))
                    return;
                await server.ConnectAsync(IPAddress.Loopback, _port);
                using (var answer = new MemoryStream(Encoding.ASCII.GetBytes("HTTP/1.1 200 Connection established\r\n\r\n")))
                    await answer.CopyToAsync(near);
                await Task.WhenAny(near.CopyToAsync(server.GetStream()), server.GetStream().CopyToAsync(near));
            }
            catch (IOException)
            {
                // Either side may hang up at any time.
            }
        }
    }

    // Clients show their login after they were asked for it, on the same connection or on another.
    private async Task<bool> LetInAsync(NetworkStream near)
    {
        while (true)
        {
            var head = await Task.Run(() => ReadHead(near));
            if (head.Length == 0)
                return false;
            Requests.Enqueue(head.Split('\r')[0]);
            var known = _login is null || head.Contains("Basic " + Convert.ToBase64String(Encoding.UTF8.GetBytes(_login)));
            if (known && _status == 200)
                return true;

            var answer = known
                ? $"HTTP/1.1 {_status} Refused\r\nContent-Length: 0\r\n\r\n"
                : "HTTP/1.1 407 Login\r\nProxy-Authenticate: Basic realm=\"proxy\"\r\nContent-Length: 0\r\n\r\n";
            using var bytes = new MemoryStream(Encoding.ASCII.GetBytes(answer));
            await bytes.CopyToAsync(near);
        }
    }

    private static string ReadHead(NetworkStream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && stream.ReadByte() is >= 0 and var one)
            head.Append((char)one);
        return head.ToString();
    }
}
