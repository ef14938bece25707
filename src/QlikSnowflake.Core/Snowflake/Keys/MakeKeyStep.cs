using QlikSnowflake.Http;
using QlikSnowflake.Rotation;

namespace QlikSnowflake.Snowflake.Keys;

/// <summary>Makes the new key pair on disk.</summary>
internal sealed class MakeKeyStep(NewKey key) : IObservableStep, IEvidentStep
{
    public string Name => "Make new key";

    public string Change => $"Write a new key pair to {key.Path}";

    public IReadOnlyDictionary<string, string> Evidence =>
        new Dictionary<string, string> { ["fingerprint"] = key.PublicKey.Fingerprint };

    public Task<bool> IsDoneAsync(CallContext context)
    {
        if (!key.Exists)
            return Task.FromResult(false);

        // A passphrase that does not open it is found here, before anything is registered.
        using var opened = key.Read();
        return Task.FromResult(opened.PublicKey.Fingerprint == key.PublicKey.Fingerprint);
    }

    public Task DoAsync(CallContext context)
    {
        key.Make();
        return Task.CompletedTask;
    }
}
