using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>Moves the session that rotates its own user's key over to the new key, which then retires the old one.</summary>
internal sealed class SwitchSessionStep(SnowflakeSession session, NewKey key) : IObservableStep
{
    public string Name => "Switch this session";

    public string? Change => null;

    public Task<bool> IsDoneAsync(CallContext context) =>
        Task.FromResult(key.Exists && session.Fingerprint == key.PublicKey.Fingerprint);

    public Task DoAsync(CallContext context)
    {
        session.UseKey(key.Read());
        return Task.CompletedTask;
    }
}
