using System.Net;
using System.Net.Sockets;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Snowflake.Keys;
using QlikSnowflake.Snowflake.Login;

namespace QlikSnowflake.Snowflake.Diagnosis;

/// <summary>
/// Goes through everything a login needs, in the order in which it fails, and says of each how it is. Nothing is changed.
/// </summary>
public sealed class SnowflakeDiagnosis
{
    private static readonly TimeSpan MostSkew = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan ConnectTime = TimeSpan.FromSeconds(10);

    private readonly SnowflakeSessionOptions _options;
    private readonly Func<SnowflakeCredential> _credential;
    private readonly SnowflakeSession? _admin;
    private readonly List<ConnectionCheck> _checks = [];
    private string? _loggedInAs;
    private DateTimeOffset? _serverTime;
    private bool _failed;

    /// <summary>Prepares the checks.</summary>
    /// <param name="options">Whom to connect as, and where.</param>
    /// <param name="credential">Reads the key or token; what it throws is the first check.</param>
    /// <param name="admin">A session that may see login failures and describe the user, or null.</param>
    public SnowflakeDiagnosis(SnowflakeSessionOptions options, Func<SnowflakeCredential> credential, SnowflakeSession? admin)
    {
        _options = options;
        _credential = credential;
        _admin = admin;
    }

    /// <summary>Runs the checks.</summary>
    /// <param name="context">The operation.</param>
    /// <returns>All checks, in order.</returns>
    public async Task<IReadOnlyList<ConnectionCheck>> RunAsync(CallContext context)
    {
        using var session = CheckCredential();
        CheckAccount();
        await CheckHostAsync(context).ConfigureAwait(false);
        await CheckTlsAsync(session, context).ConfigureAwait(false);
        await CheckLoginAsync(session, context).ConfigureAwait(false);
        await CheckSlotAsync(session, context).ConfigureAwait(false);
        await CheckContextAsync(session, "Role", _options.Role, "CURRENT_ROLE()", context).ConfigureAwait(false);
        await CheckContextAsync(session, "Warehouse", _options.Warehouse, "CURRENT_WAREHOUSE()", context).ConfigureAwait(false);
        return _checks;
    }

    private SnowflakeSession? CheckCredential()
    {
        SnowflakeCredential credential;
        try
        {
            credential = _credential();
        }
        catch (KeyException e) when (e.IsTooSmall)
        {
            Pass("Key readable", "The private key can be read.");
            Fail("Key size", e);
            Skip("Fingerprint", "The key cannot be used.");
            return null;
        }
        catch (QlikSnowflakeException e)
        {
            Fail("Key readable", e);
            Skip("Key size", "There is no key.");
            Skip("Fingerprint", "There is no key.");
            return null;
        }

        if (credential.Key is { } key)
        {
            Pass("Key readable", "The private key can be read.");
            Pass("Key size", $"{key.PublicKey.KeySize} bits.");
            Pass("Fingerprint", key.PublicKey.Fingerprint);
        }
        else
        {
            foreach (var name in new[] { "Key readable", "Key size", "Fingerprint" })
                Skip(name, $"The login is by {credential.Kind}.");
        }

        try
        {
            // The checks below tell failures of the role and the warehouse apart from those of the login itself.
            return SnowflakeSession.Create(
                "check",
                _options with
                {
                    Role = null,
                    Warehouse = null,
                    Database = null,
                    Schema = null,
                },
                credential
            );
        }
        catch (QlikSnowflakeException e)
        {
            Fail("Parameters", e);
            return null;
        }
    }

    private void CheckAccount()
    {
        Pass("Account", $"'{_options.Account.Identifier}' gives the claim {_options.Account.Claim}.", _options.Account.Warning);
        Pass("Host", _options.HostName ?? _options.Account.Host);
    }

    private async Task CheckHostAsync(CallContext context)
    {
        // Requests go through the system's proxy where none is given, and then this machine need not know the name.
        var endpoint = _options.ToEndpoint();
        var address = endpoint.BaseAddress;
        if (endpoint.ProxyAddress is { } proxy)
        {
            Skip("DNS", $"The proxy {proxy.Authority} resolves the name.");
            Skip("TCP", $"The proxy {proxy.Authority} connects.");
            return;
        }

        if (await CheckNameAsync(address, context).ConfigureAwait(false))
            await CheckPortAsync(address, context).ConfigureAwait(false);
        else
            Skip("TCP", "The name is not known.");
    }

    private async Task<bool> CheckNameAsync(Uri address, CallContext context)
    {
        try
        {
            var lookUp = Dns.GetHostAddressesAsync(address.DnsSafeHost);
            await Task.WhenAny(lookUp, Task.Delay(Timeout.Infinite, context.CancellationToken)).ConfigureAwait(false);
            context.CancellationToken.ThrowIfCancellationRequested();
            Pass(
                "DNS",
                $"{address.Host} is {string.Join(", ", (await lookUp.ConfigureAwait(false)).Select(a => a.ToString()))}."
            );
            return true;
        }
        catch (Exception e) when (e is SocketException or ArgumentException)
        {
            Fail(
                "DNS",
                $"{address.Host}: {e.Message}",
                "Check -Account (a region missing or too many is the usual cause), and this machine's DNS or VPN."
            );
            return false;
        }
    }

    private async Task CheckPortAsync(Uri address, CallContext context)
    {
        // Dns and TcpClient have no cancellation on .NET Framework, so the wait ends and the attempt goes with its socket.
        using var client = new TcpClient();
        var connect = client.ConnectAsync(address.DnsSafeHost, address.Port);
        var ended = await Task.WhenAny(connect, Task.Delay(ConnectTime, context.CancellationToken)).ConfigureAwait(false);
        context.CancellationToken.ThrowIfCancellationRequested();
        if (ended == connect && connect.Status == TaskStatus.RanToCompletion)
        {
            Pass("TCP", $"{address.Authority} accepts connections.");
            return;
        }

        Fail(
            "TCP",
            connect.Exception?.InnerException?.Message
                ?? $"{address.Authority} did not answer within {ConnectTime.TotalSeconds:0} seconds.",
            "Check firewall and proxy (-Proxy); a PrivateLink account answers inside its network only."
        );
    }

    private async Task CheckTlsAsync(SnowflakeSession? session, CallContext context)
    {
        if (_failed || session is null)
        {
            Skip("TLS", "An earlier check failed.");
            Skip("Clock", "An earlier check failed.");
            return;
        }

        try
        {
            var reply = await session.ProbeAsync(context).ConfigureAwait(false);
            if (_options.Trust.SkipCertificateCheck)
                Skip("TLS", "The server's certificate is not checked.");
            else
                Pass("TLS", "The server's certificate is trusted and is for this host.");
            CheckClock(reply.Date);
        }
        catch (QlikSnowflakeException e)
        {
            Fail("TLS", e);
            Skip("Clock", "No reply told the server's time.");
        }
    }

    private void CheckClock(DateTimeOffset? serverTime)
    {
        if (serverTime is not { } time)
        {
            Skip("Clock", "The server did not say what time it has.");
            return;
        }

        _serverTime = time;
        var skew = time - _options.Clock();
        if (skew.Duration() <= MostSkew)
            Pass("Clock", $"This machine and Snowflake differ by {Math.Abs(skew.TotalSeconds):0} seconds.");
        else
            Fail(
                "Clock",
                $"This machine is {skew.Duration().TotalSeconds:0} seconds {(skew < TimeSpan.Zero ? "ahead" : "behind")}.",
                "Correct this machine's clock: tokens are refused (394302, 394303)."
            );
    }

    private async Task CheckLoginAsync(SnowflakeSession? session, CallContext context)
    {
        // A wrong clock is told apart here: the login is tried all the same, since it decides.
        if (session is null || _checks.Any(c => c.Status == ConnectionCheckStatus.Failed && c.Name != "Clock"))
        {
            Skip("Login", "An earlier check failed.");
            return;
        }

        try
        {
            _loggedInAs = await session.Statements.ReadScalarAsync("SELECT CURRENT_USER()", context).ConfigureAwait(false);
            Pass("Login", $"Logged in as {_loggedInAs}.");
        }
        catch (SnowflakeException e)
        {
            var (detail, advice) = await new RefusedLogin(
                _options,
                session,
                _admin,
                _serverTime ?? _options.Clock(),
                HasFailed("Clock")
            )
                .ExplainAsync(e, context)
                .ConfigureAwait(false);
            Fail("Login", detail, advice);
        }
        catch (QlikSnowflakeException e)
        {
            Fail("Login", e);
        }
    }

    private async Task CheckSlotAsync(SnowflakeSession? session, CallContext context)
    {
        var asking = LoginPassed ? session : _admin;
        if (session?.Fingerprint is not { } fingerprint || asking is null || _options.User is null)
        {
            Skip(
                "Key slot",
                session is null ? "There is no key to look for."
                    : session.Fingerprint is null ? "The login is not by key pair."
                    : "The login failed, and no administrator's session was given (-Detailed)."
            );
            return;
        }

        try
        {
            var keys = await new UserKeyClient(asking).ListAsync(_loggedInAs ?? _options.User, context).ConfigureAwait(false);
            var match = keys.FirstOrDefault(k => k.Fingerprint == fingerprint);
            if (match is not null)
                Pass("Key slot", $"The key is registered as {match.Name}.");
            else
                Fail(
                    "Key slot",
                    "The key is not registered. Registered: "
                        + $"{(keys.Count == 0 ? "none" : string.Join(", ", keys.Select(k => $"{k.Name} {k.Fingerprint}")))}.",
                    "Register it: Set-SnowflakeUserKey, or the statement of Get-SnowflakePublicKey."
                );
        }
        catch (QlikSnowflakeException e)
        {
            Skip("Key slot", $"The user could not be described: {e.Message}");
        }
    }

    private async Task CheckContextAsync(
        SnowflakeSession? session,
        string name,
        string? wanted,
        string function,
        CallContext context
    )
    {
        if (!LoginPassed || session is null || HasFailed("Role"))
        {
            Skip(name, LoginPassed ? "The role cannot be used." : "The login failed.");
            return;
        }

        try
        {
            var options =
                name == "Role"
                    ? session.Options with
                    {
                        Role = wanted,
                    }
                    : session.Options with
                    {
                        Role = _options.Role,
                        Warehouse = wanted,
                    };
            using var probe = SnowflakeSession.Create("check", options, _credential());
            var found = await probe.Statements.ReadScalarAsync("SELECT " + function, context).ConfigureAwait(false);
            if (found is { Length: > 0 } && (wanted is null || found == wanted))
                Pass(name, wanted is null ? $"{found}, the user's default." : $"{found}.");
            else if (name == "Warehouse" && wanted is null)
                Skip(name, "None is asked for, and the user has no default: queries that need one will fail.");
            else
                Fail(name, $"'{wanted}' is not in use.", "Check the name; it is case-sensitive here, mostly upper case.");
        }
        catch (QlikSnowflakeException e)
        {
            Fail(name, wanted is null ? e.Message : $"'{wanted}': {e.Message}", e.RecommendedAction);
        }
    }

    private bool HasFailed(string name) => _checks.Exists(c => c.Name == name && c.Status == ConnectionCheckStatus.Failed);

    private bool LoginPassed => _checks.Exists(c => c.Name == "Login" && c.Status == ConnectionCheckStatus.Passed);

    private void Pass(string name, string detail, string? advice = null) =>
        _checks.Add(new ConnectionCheck(name, ConnectionCheckStatus.Passed, detail, advice));

    private void Skip(string name, string detail) =>
        _checks.Add(new ConnectionCheck(name, ConnectionCheckStatus.Skipped, detail, null));

    private void Fail(string name, QlikSnowflakeException e) => Fail(name, e.Message, e.RecommendedAction);

    private void Fail(string name, string detail, string? advice)
    {
        _failed = true;
        _checks.Add(new ConnectionCheck(name, ConnectionCheckStatus.Failed, detail, advice));
    }
}
