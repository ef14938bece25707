using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace QlikSnowflake.Tests.Support;

/// <summary>A proxy that takes CONNECT requests (RFC 9110 §9.3.6) for any host, and leads all to one server on loopback.</summary>
internal sealed class TunnelProxy : IDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly int _port;

    public TunnelProxy(Uri server)
    {
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
                Requests.Enqueue(await Task.Run(() => ReadFirstLine(near)));
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

    private static string ReadFirstLine(NetworkStream stream)
    {
        var head = new StringBuilder();
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && stream.ReadByte() is >= 0 and var one)
            head.Append((char)one);
        return head.ToString().Split('\r')[0];
    }
}
