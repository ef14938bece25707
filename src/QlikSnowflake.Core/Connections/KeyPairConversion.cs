using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Connections;

/// <summary>
/// Makes password connections log in by a key pair. That the key logs in as the connection's user is proved before anything is
/// changed; everything else about the connection stays.
/// </summary>
public sealed class KeyPairConversion
{
    private readonly QlikKeyFile _key;
    private readonly ConnectionLogins _logins;

    /// <summary>Prepares the conversion.</summary>
    /// <param name="key">The key; it stays the caller's.</param>
    /// <param name="logins">Proves that it logs in.</param>
    public KeyPairConversion(QlikKeyFile key, ConnectionLogins logins)
    {
        _key = key;
        _logins = logins;
    }

    /// <summary>Says what would become of a connection, and proves that it would log in. Nothing is changed.</summary>
    /// <param name="connection">The connection as it is.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="InputException">
    /// It does not log in by password (ErrorId ConnectionNotPassword), its user is not known (ConnectionUserUnknown), or the key does
    /// not log in as that user (KeyNotProved).
    /// </exception>
    public async Task<KeyPairConversionResult> PlanAsync(SnowflakeConnection connection, CallContext context)
    {
        var isSo = connection.Login == SnowflakeLoginKind.KeyPair && connection.KeyFingerprint == _key.Fingerprint;
        if (!isSo)
            Check(connection);
        var login = await _logins
            .TryAsync(connection with { Role = null, Warehouse = null }, _key, context)
            .ConfigureAwait(false);
        if (login.Works != true)
            throw new InputException(
                ErrorIds.KeyNotProved,
                $"'{connection.Name}' on {connection.Site} stays as it is: the key {_key.Fingerprint} was not seen to log in as "
                    + $"{connection.User}. {login.Reason}",
                login.Advice ?? "Register the key for the user first: Set-SnowflakeUserKey.",
                login.Works == false ? FailureKind.Authentication : FailureKind.Connection
            );
        return new KeyPairConversionResult
        {
            Service = connection.Service,
            Site = connection.Site,
            Id = connection.Id,
            Name = connection.Name,
            Account = connection.Account,
            User = connection.User,
            Before = isSo ? SnowflakeLoginKind.KeyPair : SnowflakeLoginKind.Password,
            After = SnowflakeLoginKind.KeyPair,
            KeyFingerprint = _key.Fingerprint,
            IsSoAlready = isSo,
        };
    }

    /// <summary>Does what was planned.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="plan">The plan.</param>
    /// <param name="context">The operation.</param>
    /// <exception cref="QlikSnowflakeException">The service refuses; see <see cref="IConnectionSite.SwitchAsync"/>.</exception>
    public async Task<KeyPairConversionResult> ConvertAsync(
        SnowflakeConnection connection,
        KeyPairConversionResult plan,
        CallContext context
    )
    {
        var site =
            connection.GetSite()
            ?? throw new InputException(
                ErrorIds.ConnectionSiteUnknown,
                $"No open session is with {connection.Site}.",
                "Connect to it first."
            );
        var switched = await site.SwitchAsync(connection, _key, context).ConfigureAwait(false);
        return plan with { Changed = true, Evidence = switched.Evidence };
    }

    private static void Check(SnowflakeConnection connection)
    {
        if (connection.Login != SnowflakeLoginKind.Password || !connection.IsCertain)
            throw new InputException(
                ErrorIds.ConnectionNotPassword,
                $"'{connection.Name}' on {connection.Site} does not log in by password ({connection.Login}).",
                connection.Login == SnowflakeLoginKind.KeyPair
                    ? "Update-QlikSnowflakeKey gives a user's connections a new key; Set-QrsDataConnection and "
                        + "Set-QlikCloudDataConnection give one a key."
                    : "Only password connections are converted: Get-QlikSnowflakeConnection -Login Password lists them."
            );
        if (string.IsNullOrEmpty(connection.User))
            throw new InputException(
                ErrorIds.ConnectionUserUnknown,
                $"'{connection.Name}' on {connection.Site} does not say as which user it logs in.",
                "Give the Snowflake user's login name with -User."
            );
    }
}
