using System.Security;
using QlikSnowflake.Errors;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>A data connection to be made. The server fills in what is not here.</summary>
public sealed record NewDataConnection
{
    /// <summary>The name; 1 to 256 characters, unique on a site.</summary>
    public required string Name { get; init; }

    /// <summary>Its fields.</summary>
    public ConnectionFields Fields { get; init; } = new();

    /// <summary>The connection string; up to 100,000 characters, on one line.</summary>
    public string ConnectionString
    {
        get => Fields.ConnectionString ?? string.Empty;
        init => Fields = Fields with { ConnectionString = value };
    }

    /// <summary><c>folder</c>, <c>odbc</c>, <c>oledb</c>, or the connector's file name.</summary>
    public string Type
    {
        get => Fields.Type ?? string.Empty;
        init => Fields = Fields with { Type = value };
    }

    /// <summary>The login name for the data source.</summary>
    public string UserName
    {
        get => Fields.UserName ?? string.Empty;
        init => Fields = Fields with { UserName = value };
    }

    /// <summary>The password, or a key in the connector's frame.</summary>
    public SecureString? Password
    {
        get => Fields.Password;
        init => Fields = Fields with { Password = value };
    }

    /// <summary>Whose Windows account the connector runs under.</summary>
    public DataConnectionLogOn LogOn
    {
        get => Fields.LogOn ?? default;
        init => Fields = Fields with { LogOn = value };
    }

    /// <summary>The connector's architecture.</summary>
    public DataConnectionArchitecture Architecture
    {
        get => Fields.Architecture ?? default;
        init => Fields = Fields with { Architecture = value };
    }

    /// <summary>The owner's id; null leaves it to the repository, which takes the caller.</summary>
    public Guid? OwnerId { get; init; }

    /// <summary>Whether what it was read from says that there is a password, and does not hold it.</summary>
    public bool LacksPassword { get; init; }

    /// <summary>Ids of tags.</summary>
    public IReadOnlyList<Guid> TagIds { get; init; } = [];

    /// <summary>Custom properties, their definitions known.</summary>
    public IReadOnlyList<CustomPropertyValues> CustomProperties { get; init; } = [];

    /// <summary>Refuses what the repository would refuse, before any request (limits: repository API description 38.22).</summary>
    /// <exception cref="InputException">A field is empty, too long or damaged.</exception>
    public void Check() => Check(isImport: false);

    /// <summary>As <see cref="Check()"/>; what is imported may lack a type, as the connection did that was exported.</summary>
    internal void Check(bool isImport)
    {
        CheckText("Name", Name, 256);
        CheckText("ConnectionString", ConnectionString, 100_000);
        if (!isImport || Type.Length > 0)
            CheckText("Type", Type, 500);
        CheckUserName(UserName);
        QlikConnectionString.CheckPaste(ConnectionString);
        CheckForm(ConnectionString, Type);
    }

    /// <summary>What is unusual enough to be said: a connector's string that names another program than the type does.</summary>
    public string? Warning =>
        QlikConnectionString.IsOfConnector(ConnectionString)
        && QlikConnectionString.Parse(ConnectionString)["provider"] is { } provider
        && !string.Equals(provider, Type, StringComparison.OrdinalIgnoreCase)
            ? $"The type of '{Name}' is '{Type}', and the provider in its connection string is '{provider}': mostly they are the same."
            : null;

    /// <summary>Refuses a string that no connector reads, where the type is a connector.</summary>
    internal static void CheckForm(string connectionString, string type)
    {
        if (QlikConnectionString.IsOfConnector(connectionString))
            _ = QlikConnectionString.Parse(connectionString);
        else if (type.EndsWith(".exe", StringComparison.OrdinalIgnoreCase))
            throw Invalid("ConnectionString", "a connector's has the form CUSTOM CONNECT TO \"provider=...;key=value;\"");
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

    /// <summary>Refuses text of which some characters were lost when it was read.</summary>
    internal static void CheckEncoding(string field, string value)
    {
        if (value.IndexOf('\uFFFD') >= 0)
            throw new InputException(
                ErrorIds.DataConnectionEncodingWrong,
                $"The data connection's {field} was read in the wrong encoding: it holds U+FFFD where a character was lost.",
                "Save the file as UTF-8, or read it with the encoding that it has: Get-Content -Encoding. Nothing was sent."
            );
    }

    private static string ErrorId(string field) =>
        field switch
        {
            "Name" => ErrorIds.DataConnectionNameInvalid,
            "Type" => ErrorIds.DataConnectionTypeInvalid,
            "UserName" => ErrorIds.DataConnectionUserNameInvalid,
            _ => ErrorIds.DataConnectionConnectionStringInvalid,
        };

    private static InputException Invalid(string field, string why) =>
        new(
            ErrorId(field),
            $"The data connection's {field} cannot be used: {why}.",
            $"Correct {field} and try again. Nothing was sent."
        );
}
