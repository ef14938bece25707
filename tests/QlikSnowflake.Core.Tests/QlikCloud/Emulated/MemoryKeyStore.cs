using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud.KeyRotation;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.QlikCloud.Emulated;

/// <summary>A store that keeps a key in memory, and fails as asked.</summary>
public sealed class MemoryKeyStore(string? token) : IApiKeyStore
{
    public enum Failure
    {
        None,
        ReadFails,
        WriteFailsBefore,
        WriteFailsAfter,
        WriteIsLost,
        WriteIsGarbled,
    }

    public string? Token { get; private set; } = token;

    /// <summary>What goes wrong.</summary>
    public Failure Fails { get; set; }

    /// <summary>How many calls of the kind that fails pass first.</summary>
    public int Skip { get; set; }

    public string Name => "memory";

    public string Identity => Name;

    public bool CanRead { get; init; } = true;

    public Task<SecureString?> ReadAsync(CallContext context)
    {
        if (Fails == Failure.ReadFails && Skip-- <= 0)
            throw Broken();
        return Task.FromResult(Token?.Secret());
    }

    public Task WriteAsync(SecureString apiKey, CallContext context)
    {
        var failing = Fails >= Failure.WriteFailsBefore && Skip-- == 0;
        if (failing && Fails == Failure.WriteFailsBefore)
            throw Broken();
        if (failing && Fails == Failure.WriteIsLost)
            return Task.CompletedTask;
        Token = apiKey.Reveal() + (failing && Fails == Failure.WriteIsGarbled ? "x" : string.Empty);
        if (failing && Fails == Failure.WriteFailsAfter)
            throw Broken();
        return Task.CompletedTask;
    }

    private static InputException Broken() => new("StoreFailed", "The store is broken.", "Mend it.", FailureKind.Permission);
}
