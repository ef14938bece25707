using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;
using QlikSnowflake.Emulator.Certificates;

namespace QlikSnowflake.Emulator.QlikCloud.DataConnections;

/// <summary>Snowflake connections in any number, as a large tenant has them.</summary>
internal static class SeededCloudConnections
{
    private static readonly Lazy<string> KeyFile = new(() =>
    {
        using var key = ProcessKey.SeededCloudConnections.Open();
        return Convert.ToBase64String(Encoding.ASCII.GetBytes(key.ExportPkcs8PrivateKeyPem() + "\n"));
    });

    /// <summary>The body of a POST for the connection of a number, counted from one.</summary>
    public static JsonObject Snowflake(int number, string spaceId, bool keyPair)
    {
        var properties = new JsonObject
        {
            ["server"] = "myorg-myaccount.snowflakecomputing.com",
            ["port"] = "443",
            ["database"] = $"DB{number % 10}",
            ["schema"] = "PUBLIC",
            ["warehouse"] = $"WH{number % 3}",
            ["username"] = $"SVC_{number % 50:00}",
        };
        if (keyPair)
        {
            properties["authenticator"] = "snowflake_jwt";
            properties["PRIV_KEY_FILE"] = new JsonArray(new JsonObject { ["name"] = "rsa_key.p8", ["value"] = KeyFile.Value });
        }
        else
        {
            properties["password"] = $"password {number}";
        }

        return new JsonObject
        {
            ["dataSourceId"] = "snowflake",
            ["qName"] = $"Snowflake {number.ToString("00000", CultureInfo.InvariantCulture)}",
            ["space"] = spaceId,
            ["connectionProperties"] = properties,
        };
    }
}
