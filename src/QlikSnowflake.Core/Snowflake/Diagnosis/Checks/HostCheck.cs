using System.Net;
using System.Net.Sockets;
using QlikSnowflake.Http;

namespace QlikSnowflake.Snowflake.Diagnosis.Checks;

/// <summary>The way to the host: that its name is known, and that it takes connections. Behind a proxy both are the proxy's.</summary>
internal sealed class HostCheck : DiagnosisCheck
{
    private const string Name = "DNS";
    private const string Port = "TCP";

    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10);

    public override async Task<IReadOnlyList<ConnectionCheck>> RunAsync(DiagnosisState state, CallContext context)
    {
        // Requests go through the system's proxy where none is given, and then this machine need not know the name.
        var endpoint = state.Options.ToEndpoint();
        if (endpoint.ProxyAddress is { } proxy)
            return
            [
                Skip(Name, $"The proxy {proxy.Authority} resolves the name."),
                Skip(Port, $"The proxy {proxy.Authority} connects."),
            ];

        var name = await LookUpAsync(endpoint.BaseAddress, context).ConfigureAwait(false);
        return name.Status == ConnectionCheckStatus.Passed
            ? [name, await ConnectAsync(endpoint.BaseAddress, context).ConfigureAwait(false)]
            : [name, Skip(Port, "The name is not known.")];
    }

    private static async Task<ConnectionCheck> LookUpAsync(Uri address, CallContext context)
    {
        try
        {
            var lookUp = Dns.GetHostAddressesAsync(address.DnsSafeHost);
            await Task.WhenAny(lookUp, Task.Delay(Timeout.Infinite, context.CancellationToken)).ConfigureAwait(false);
            context.CancellationToken.ThrowIfCancellationRequested();
            var found = await lookUp.ConfigureAwait(false);
            return Pass(Name, $"{address.Host} is {string.Join(", ", found.Select(a => a.ToString()))}.");
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            return Fail(
                Name,
                $"{address.Host}: {e.Message}",
                "Check -Account (a region missing or too many is the usual cause), and this machine's DNS or VPN."
            );
        }
    }

    private static async Task<ConnectionCheck> ConnectAsync(Uri address, CallContext context)
    {
        // Dns and TcpClient have no cancellation on .NET Framework, so the wait ends and the attempt goes with its socket.
        using var client = new TcpClient();
        var connect = client.ConnectAsync(address.DnsSafeHost, address.Port);
        var ended = await Task.WhenAny(connect, Task.Delay(ConnectTime, context.CancellationToken)).ConfigureAwait(false);
        context.CancellationToken.ThrowIfCancellationRequested();
        return ended == connect && connect.Status == TaskStatus.RanToCompletion
            ? Pass(Port, $"{address.Authority} accepts connections.")
            : Fail(
                Port,
                connect.Exception?.InnerException?.Message
                    ?? $"{address.Authority} did not answer within {ConnectTime.TotalSeconds:0} seconds.",
                "Check firewall and proxy (-Proxy); a PrivateLink account answers inside its network only."
            );
    }
}
