using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Certificates;

namespace QlikSnowflake.Emulator.Qrs;

/// <summary>
/// Data connections in any number, as a large site has them. The Snowflake ones are of the form that Qlik's article on
/// key pairs shows.
/// </summary>
internal static class SeededConnections
{
    private static readonly Lazy<string> KeyPassword = new(() =>
    {
        using var key = ProcessKey.SeededConnections.Open();
        return "PRIV_KEY_FILE%2rsa_key.p8%%2"
            + Convert.ToBase64String(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
    });

    private static readonly (string Type, string Text)[] OtherKinds =
    [
        ("folder", @"\\files\share\"),
        (
            "QvRestConnector.exe",
            "CUSTOM CONNECT TO \"provider=QvRestConnector.exe;url=https://localhost/;timeout=30;method=GET;\""
        ),
        (
            "QvOdbcConnectorPackage.exe",
            "CUSTOM CONNECT TO \"provider=QvOdbcConnectorPackage.exe;driver=postgres;host=localhost;port=5432;db=sales;\""
        ),
    ];

    /// <summary>The body of a POST for the connection of a number, counted from one.</summary>
    public static JsonObject Snowflake(int number, bool keyPair)
    {
        var authenticator = keyPair ? "authenticator=snowflake_jwt;" : "";
        return new JsonObject
        {
            ["name"] = Name("Snowflake", number),
            ["connectionstring"] =
                "CUSTOM CONNECT TO "
                + "\"provider=QvOdbcConnectorPackage.exe;driver=snowflake;server=myorg-myaccount.snowflakecomputing.com;port=443;"
                + $"database=DB{number % 10};schema=PUBLIC;warehouse=WH{number % 3};validateSessionParam=false;role=ANALYST;{authenticator}"
                + "allowNonSelectQueries=false;QueryTimeout=600;useBulkReader=true;maxStringLength=4096;\"",
            ["type"] = "QvOdbcConnectorPackage.exe",
            ["username"] = $"SVC_{number % 50:00}",
            ["password"] = keyPair ? KeyPassword.Value : $"password {number}",
            ["logOn"] = 1,
        };
    }

    /// <summary>The same, for a connection to something else.</summary>
    public static JsonObject Other(int number)
    {
        var (type, text) = OtherKinds[number % OtherKinds.Length];
        return new JsonObject
        {
            ["name"] = Name("Connection", number),
            ["connectionstring"] = text,
            ["type"] = type,
        };
    }

    private static string Name(string kind, int number) => $"{kind} {number.ToString("00000", CultureInfo.InvariantCulture)}";
}
