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
        ReadsNothing,
        WriteFailsBefore,
        WriteFailsAfter,
        WriteIsLost,
        WriteIsGarbled,
    }

    private string? _before = token;
    private int _lagging;

    /// <summary>What is stored, whatever a read shows.</summary>
    public string? Token { get; private set; } = token;

    /// <summary>How many reads after a write show what was there before it.</summary>
    public int Lag { get; set; }

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
        if (Fails == Failure.ReadsNothing && Skip-- <= 0)
            return Task.FromResult<SecureString?>(null);
        return Task.FromResult((_lagging-- > 0 ? _before : Token)?.Secret());
    }

    public Task WriteAsync(SecureString apiKey, CallContext context)
    {
        var failing = Fails >= Failure.WriteFailsBefore && Skip-- == 0;
        if (failing && Fails == Failure.WriteFailsBefore)
            throw Broken();
        if (failing && Fails == Failure.WriteIsLost)
            return Task.CompletedTask;
        (_before, _lagging) = (_lagging > 0 ? _before : Token, Lag);
        Token = apiKey.Reveal() + (failing && Fails == Failure.WriteIsGarbled ? "x" : string.Empty);
        if (failing && Fails == Failure.WriteFailsAfter)
            throw Broken();
        return Task.CompletedTask;
    }

    private static InputException Broken() => new("StoreFailed", "The store is broken.", "Mend it.", FailureKind.Permission);
}
