using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.Connections;

/// <summary>
/// A place that holds connections to Snowflake: a Qlik Sense site's repository or a Qlik Cloud tenant, through an open session.
/// Its calls can go on side by side.
/// </summary>
public interface IConnectionSite
{
    /// <summary><c>Qrs</c> or <c>QlikCloud</c>.</summary>
    string Service { get; }

    /// <summary>The host: what <see cref="SnowflakeConnection.Site"/> says.</summary>
    string Name { get; }

    /// <summary>Starts reading the Snowflake connections that the session may see; nothing is sent before the first read.</summary>
    IConnectionReader Open();

    /// <summary>A connection as it is now.</summary>
    /// <param name="connection">The connection or shared credential, as it was.</param>
    /// <param name="context">The operation.</param>
    /// <returns>It, with the fingerprint of its key where the service shows it; null where it is gone, or leads to Snowflake no
    /// more.</returns>
    Task<SnowflakeConnection?> GetAsync(SnowflakeConnection connection, CallContext context);

    /// <summary>The key in a connection.</summary>
    /// <param name="connection">The connection.</param>
    /// <param name="context">The operation.</param>
    /// <returns>The key, which the caller disposes; null where the service does not show it, or there is none.</returns>
    Task<QlikKeyFile?> ReadKeyAsync(SnowflakeConnection connection, CallContext context);

    /// <summary>
    /// Gives a connection a key, a password connection also the authenticator for it, and reads it back as far as the service
    /// allows. Everything else about it stays: connection string, owner, tags, properties, space. Doing it twice does no harm.
    /// </summary>
    /// <param name="connection">The connection or shared credential; its user stays.</param>
    /// <param name="key">The key.</param>
    /// <param name="context">The operation.</param>
    /// <returns>
    /// It as it is afterwards, with the key's fingerprint. Its evidence is <see cref="KeyEvidence.Fingerprint"/> where the service
    /// returned the key and it was this one, and <see cref="KeyEvidence.Written"/> where the service took it and shows none.
    /// </returns>
    /// <exception cref="Errors.QlikSnowflakeException">
    /// The service refused, or returned another key afterwards (ErrorId ConnectionKeyNotKept), or it is no connection that can take a
    /// key (ConnectionCannotTakeKey; nothing was sent). A lost reply leaves open which key it holds: <see cref="GetAsync"/> tells,
    /// where anything does.
    /// </exception>
    Task<SnowflakeConnection> SwitchAsync(SnowflakeConnection connection, QlikKeyFile key, CallContext context);
}
