using System.Security;
using QlikSnowflake.Lists;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>A data connection of a Qlik Sense site (repository API, entity DataConnection). Printing it shows no secret.</summary>
public sealed class DataConnection
{
    /// <summary>The id.</summary>
    public Guid Id { get; internal init; }

    /// <summary>The name; unique on a site.</summary>
    public string Name { get; internal init; } = string.Empty;

    /// <summary><c>folder</c>, <c>odbc</c>, <c>oledb</c>, or the connector's file name.</summary>
    public string Type => Fields.Type ?? string.Empty;

    /// <summary>The connection string, as the repository keeps it.</summary>
    public string ConnectionString => Fields.ConnectionString ?? string.Empty;

    /// <summary>The login name given to the data source; empty where there is none.</summary>
    public string UserName => Fields.UserName ?? string.Empty;

    /// <summary>
    /// The password, only where it was asked for and the repository returned it; else null. What is written of a connection has no
    /// place for it, so no export holds it unasked.
    /// </summary>
    internal SecureString? Password => Fields.Password;

    /// <summary>Whether the repository returned a password, shown or not; null where it kept silent.</summary>
    public bool? HasPassword { get; internal init; }

    /// <summary>
    /// Whether the repository may keep a password that it does not show: some versions return none, or an empty one for every
    /// connection. One that was returned empty, without a login name, counts as none. No property: it is no field of the connection.
    /// </summary>
    public bool MayHavePassword() => HasPassword != false || UserName.Length > 0;

    /// <summary>The fingerprint of the Snowflake key in the password, where there is one and it can be read.</summary>
    public string? KeyFingerprint { get; internal init; }

    /// <summary>What of it means the same on every site.</summary>
    internal ConnectionFields Fields { get; init; } = new();

    /// <summary>Whether the password that was returned is a Snowflake key in the connector's frame, readable or not.</summary>
    internal bool HoldsKey { get; init; }

    /// <summary>Whose Windows account the connector runs under.</summary>
    public DataConnectionLogOn LogOn => Fields.LogOn ?? default;

    /// <summary>The connector's architecture.</summary>
    public DataConnectionArchitecture Architecture => Fields.Architecture ?? default;

    /// <summary>The owner, <c>DIRECTORY\id</c>; null where the repository did not say.</summary>
    public QrsUserReference? Owner { get; internal init; }

    /// <summary>The names of its tags.</summary>
    public TextList Tags { get; internal init; } = [];

    /// <summary>Its custom properties as <c>name=value</c>, one entry a value.</summary>
    public TextList CustomProperties => [.. Properties.SelectMany(p => p.ToTexts())];

    /// <summary>The same, a property with all its values.</summary>
    internal IReadOnlyList<CustomPropertyValues> Properties { get; init; } = [];

    /// <summary>When it was made, in UTC.</summary>
    public DateTimeOffset CreatedDate { get; internal init; }

    /// <summary>When it was last changed, in UTC.</summary>
    public DateTimeOffset ModifiedDate { get; internal init; }

    /// <summary>The modified date as received: what a change must send back to be told of others' changes.</summary>
    internal string ModifiedDateText { get; init; } = string.Empty;

    /// <summary>Who changed it last, <c>DIRECTORY\id</c>.</summary>
    public string ModifiedByUserName { get; internal init; } = string.Empty;

    /// <summary>The id under which the engine knows it; may be empty.</summary>
    public string EngineObjectId { get; internal init; } = string.Empty;

    /// <inheritdoc/>
    public override string ToString() => Name;
}
