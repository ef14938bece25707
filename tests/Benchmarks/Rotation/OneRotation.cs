using QlikSnowflake.Connections.KeyRotation;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;
using QlikSnowflake.Snowflake.Keys;

namespace QlikSnowflake.Benchmarks.Rotation;

/// <summary>A rotation from its plan to its end.</summary>
internal static class OneRotation
{
    private const string User = "SVC_QLIK";

    /// <param name="sessions">Where.</param>
    /// <param name="path">Where the new key goes, or went in a run before.</param>
    /// <param name="locks">The folder of the locks: those of one machine see each other.</param>
    /// <param name="throttleLimit">How many connections are switched side by side; null for as many as is usual.</param>
    public static async Task<QlikSnowflakeKeyRotation> RunAsync(
        Sessions sessions,
        string path,
        string locks,
        int? throttleLimit = null
    )
    {
        var options = new ConnectionKeyRotationOptions
        {
            Key = new UserKeyRotationOptions
            {
                User = User,
                PrivateKeyPath = path,
                LockFolder = locks,
                Passphrase = SecretText.FromPlainText("a phrase for the proof"),
            },
        };
        if (throttleLimit is { } limit)
            options = options with { ThrottleLimit = limit };
        var context = new CallContext();
        var rotation = await ConnectionKeyRotation.PlanAsync(sessions.Admin, sessions.Sites, options, context);
        return await rotation.RunAsync(context);
    }
}
