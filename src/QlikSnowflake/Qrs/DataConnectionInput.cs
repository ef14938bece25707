using System.Collections;
using System.Collections.Specialized;
using System.Management.Automation;
using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs.Connections;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>
/// Reads a connection to be made from what users have at hand: JSON text, a parsed JSON object, a dictionary, or a
/// connection that was read.
/// </summary>
internal static class DataConnectionInput
{
    private static readonly string[] Fields =
    [
        "name",
        "connectionstring",
        "type",
        "username",
        "password",
        "hasPassword",
        "owner",
        "tags",
        "customProperties",
    ];

    /// <summary>Whether a text is a line of JSON that was read line by line.</summary>
    public static bool IsPiece(PSObject input) =>
        input.BaseObject is string text
        && text.IndexOf('\n') < 0
        && text.Trim() is var line
        && !(line.StartsWith("{", StringComparison.Ordinal) && line.EndsWith("}", StringComparison.Ordinal))
        && !(line.StartsWith("[", StringComparison.Ordinal) && line.EndsWith("]", StringComparison.Ordinal));

    /// <summary>Reads the input.</summary>
    /// <param name="input">The input.</param>
    /// <param name="hasSecret">Whether a password is given besides.</param>
    /// <param name="names">Owner, tags and custom properties by the names that they have in the input.</param>
    public static NewDataConnection Read(PSObject input, bool hasSecret, out DataConnectionState names)
    {
        switch (input.BaseObject)
        {
            case string when IsPiece(input):
                throw new InputException(
                    ErrorIds.DataConnectionJsonInvalid,
                    "The text is no JSON of a connection: it does not start with { and end with }.",
                    "Read a file as one text, not line by line: Get-Content -Raw.",
                    FailureKind.InvalidData
                );
            case string json:
                return DataConnectionDocument.Parse(json, out names);
            case DataConnection connection:
                names = DataConnectionState.Of(connection);
                return Copy(connection, names, hasSecret);
            default:
                return FromFields(input, out names);
        }
    }

    private static NewDataConnection Copy(DataConnection connection, DataConnectionState state, bool hasSecret)
    {
        if (connection.HasPassword == true && state.Password is null && !hasSecret)
        {
            throw new InputException(
                ErrorIds.DataConnectionSecretMissing,
                $"The connection '{connection.Name}' was read without its password, and a copy would not work.",
                "Read it with Get-QrsDataConnection -IncludeSecret, or give -Credential or -PrivateKeyPath."
            );
        }

        return new NewDataConnection { Name = state.Name, Fields = state.ToFields() };
    }

    // Only the fields of a connection, so that nothing else an object carries can break or leak.
    private static NewDataConnection FromFields(PSObject input, out DataConnectionState names)
    {
        var fields = new OrderedDictionary();
        foreach (var name in Fields)
            fields[name] = Value(input, name);
        fields["logOn"] = Number<DataConnectionLogOn>(Value(input, "logOn"));
        fields["architecture"] = Number<DataConnectionArchitecture>(Value(input, "architecture"));
        var secret = fields["password"] as SecureString;
        if (secret is not null)
            fields["password"] = null;
        var json = JsonObjects.Write(fields);
        try
        {
            var connection = DataConnectionDocument.Parse(json, out names);
            return secret is null ? connection : connection with { Password = secret, LacksPassword = false };
        }
        finally
        {
            Array.Clear(json, 0, json.Length);
        }
    }

    // A number, or an enum's name as Get-QrsDataConnection shows it; anything else is left to be refused.
    private static object? Number<T>(object? value)
        where T : struct, Enum =>
        value is not null && LanguagePrimitives.TryConvertTo<T>(value, out var known)
            ? Convert.ToInt32(known, System.Globalization.CultureInfo.InvariantCulture)
            : value;

    private static object? Value(PSObject input, string name)
    {
        var value = input.BaseObject is IDictionary table
            ? table
                .Keys.Cast<object>()
                .Where(k => string.Equals(k.ToString(), name, StringComparison.OrdinalIgnoreCase))
                .Select(k => table[k])
                .FirstOrDefault()
            : input.Properties[name]?.Value;
        return value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
    }
}
