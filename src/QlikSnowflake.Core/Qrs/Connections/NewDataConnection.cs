using System.Security;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>A data connection to be made. The server fills in what is not here.</summary>
public sealed record NewDataConnection
{
    /// <summary>The name; 1 to 256 characters, unique on a site.</summary>
    public required string Name { get; init; }

    /// <summary>The connection string; up to 100,000 characters, on one line.</summary>
    public required string ConnectionString { get; init; }

    /// <summary><c>folder</c>, <c>odbc</c>, <c>oledb</c>, or the connector's file name.</summary>
    public required string Type { get; init; }

    /// <summary>The login name for the data source.</summary>
    public string UserName { get; init; } = string.Empty;

    /// <summary>The password, or a key in the connector's frame.</summary>
    public SecureString? Password { get; init; }

    /// <summary>Whose Windows account the connector runs under.</summary>
    public DataConnectionLogOn LogOn { get; init; }

    /// <summary>The connector's architecture.</summary>
    public DataConnectionArchitecture Architecture { get; init; }

    /// <summary>The owner's id; null leaves it to the repository, which takes the caller.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Ids of tags.</summary>
    public IReadOnlyList<Guid> TagIds { get; init; } = [];

    /// <summary>Custom properties: the definition's id and a value, one entry a value.</summary>
    public IReadOnlyList<(Guid Definition, string Value)> CustomProperties { get; init; } = [];

    /// <summary>Refuses what the repository would refuse, before any request (limits: repository API description 38.22).</summary>
    /// <exception cref="InputException">A field is empty, too long or damaged.</exception>
    public void Check()
    {
        CheckText("Name", Name, 256);
        CheckText("ConnectionString", ConnectionString, 100_000);
        CheckText("Type", Type, 500);
        CheckUserName(UserName);
        QlikConnectionString.CheckPaste(ConnectionString);
        CheckProvider(ConnectionString, Type);
    }

    /// <summary>Refuses a connector's string that names another connector than the type does: the engine would not use it.</summary>
    internal static void CheckProvider(string connectionString, string type)
    {
        if (
            connectionString.StartsWith("CUSTOM CONNECT TO", StringComparison.OrdinalIgnoreCase)
            && QlikConnectionString.Parse(connectionString)["provider"] is { } provider
            && !string.Equals(provider, type, StringComparison.OrdinalIgnoreCase)
        )
        {
            throw Invalid("Type", $"it is '{type}' and the connection string's provider is '{provider}'; they must be the same");
        }
    }

    internal static void CheckUserName(string userName)
    {
        if (userName.Length > 500)
            throw Invalid("UserName", "it is longer than 500 characters");
        if (userName.Any(char.IsControl))
            throw Invalid("UserName", "it holds control characters");
        CheckEncoding("UserName", userName);
    }

    internal static void CheckText(string field, string value, int most)
    {
        if (string.IsNullOrWhiteSpace(value))
            throw Invalid(field, "it is empty");
        if (value.Length > most)
            throw Invalid(field, $"it is longer than {most} characters");
        if (field != "ConnectionString" && value.Any(char.IsControl))
            throw Invalid(field, "it holds control characters");
        CheckEncoding(field, value);
    }

    // U+FFFD is what decoders leave where a byte is none of the encoding's: nobody means it.
    private static void CheckEncoding(string field, string value)
    {
        if (value.IndexOf('\uFFFD') >= 0)
            throw Invalid(
                field,
                "it holds U+FFFD, which text leaves that was read in the wrong encoding (save the file as UTF-8, or read it with -Encoding)"
            );
    }

    private static InputException Invalid(string field, string why) =>
        new(
            "DataConnection" + field + "Invalid",
            $"The data connection's {field} cannot be used: {why}.",
            $"Correct {field} and try again. Nothing was sent."
        );
}
