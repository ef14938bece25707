using System.Management.Automation;
using QlikSnowflake.Errors;
using QlikSnowflake.Qrs;

namespace QlikSnowflake.Commands.Qrs;

/// <summary>Reads a connection to be made from what users have at hand: JSON text, a parsed JSON object, or a connection that was read.</summary>
internal static class DataConnectionInput
{
    public static NewDataConnection Read(PSObject input, bool hasSecret) => input.BaseObject switch
    {
        string json => DataConnectionDocument.Parse(json),
        DataConnection connection => Copy(connection, hasSecret),
        _ => DataConnectionDocument.FromFields(ToFields(input)),
    };

    // Its tags, owner and properties refer to the site it was read from; -Tag, -Owner and -CustomProperty name them here.
    private static NewDataConnection Copy(DataConnection connection, bool hasSecret)
    {
        if (connection.HasPassword == true && connection.Password is null && !hasSecret)
        {
            throw new InputException(
                "DataConnectionSecretMissing", $"The connection '{connection.Name}' was read without its password, and a copy would not work.",
                "Read it with Get-QrsDataConnection -IncludeSecret, or give -Credential.");
        }

        return new NewDataConnection
        {
            Name = connection.Name,
            ConnectionString = connection.ConnectionString,
            Type = connection.Type,
            UserName = connection.UserName,
            Password = connection.Password,
            LogOn = connection.LogOn,
            Architecture = connection.Architecture,
        };
    }

    // Only the fields of a connection, so that nothing else an object carries can break or leak.
    private static Dictionary<string, object?> ToFields(PSObject input)
    {
        var fields = new Dictionary<string, object?>();
        foreach (var name in new[] { "name", "connectionstring", "type", "username", "password" })
            fields[name] = Value(input, name);
        foreach (var name in new[] { "logOn", "architecture" })
            fields[name] = Value(input, name) is { } number && LanguagePrimitives.TryConvertTo<int>(number, out var value) ? value : null;
        if (Value(input, "owner") is { } owner)
            fields["owner"] = new Dictionary<string, object?> { ["id"] = Value(PSObject.AsPSObject(owner), "id")?.ToString() };
        return fields;
    }

    private static object? Value(PSObject input, string name)
    {
        var value = input.Properties[name]?.Value;
        return value is PSObject { BaseObject: not PSCustomObject } wrapped ? wrapped.BaseObject : value;
    }
}
