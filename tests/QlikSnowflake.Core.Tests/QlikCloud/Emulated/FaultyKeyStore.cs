using System.Security;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.QlikCloud.KeyRotation;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.QlikCloud.Emulated;

/// <summary>What a store can do to a call.</summary>
public enum StoreFault
{
    None,
    ReadFails,
    ReadsNothing,
    ReadsOld,
    ReadsTorn,
    WriteFails,
    WriteFailsAndIsDone,
    WriteIsLost,
    WriteIsTorn,
    WriteFailsAndIsTorn,
}

/// <summary>A store in memory, certain of whose calls go wrong, and after one of which the process may be dead.</summary>
internal sealed class FaultyKeyStore(string? token, int lag, bool canRead) : IApiKeyStore
{
    private readonly string? _first = token;
    private string? _before = token;
    private int _lagging;
    private int _reads;
    private int _writes;
    private int _calls;
    private bool _isDead;

    /// <summary>What is stored, whatever a read shows.</summary>
    public string? Token { get; private set; } = token;

    /// <summary>What was to be stored, in order.</summary>
    public List<string> Written { get; } = [];

    public StoreFault Fault { get; init; }

    /// <summary>The first read or write, by the kind of fault, that goes wrong.</summary>
    public int From { get; init; }

    /// <summary>How many of them do.</summary>
    public int Times { get; init; } = 1;

    /// <summary>Before which call, of whatever kind, the process ends, and whether that call is still done; null for none.</summary>
    public (int Call, bool IsDone)? Kill { get; init; }

    /// <summary>Called when the process ends.</summary>
    public Action? Killed { get; init; }

    public string Name => "the store";

    public string Identity => Name;

    public bool CanRead => canRead;

    public Task<SecureString?> ReadAsync(CallContext context)
    {
        if (Dies())
            throw new CrashException();
        var fault = Fault is >= StoreFault.ReadFails and <= StoreFault.ReadsTorn && IsHit(_reads++) ? Fault : StoreFault.None;
        var shown = _lagging-- > 0 ? _before : Token;
        return fault switch
        {
            StoreFault.ReadFails => throw Broken(),
            StoreFault.ReadsNothing => Task.FromResult<SecureString?>(null),
            StoreFault.ReadsOld => Task.FromResult(_first?.Secret()),
            StoreFault.ReadsTorn => Task.FromResult(Torn(shown)?.Secret()),
            _ => Task.FromResult(shown?.Secret()),
        };
    }

    public Task WriteAsync(SecureString apiKey, CallContext context)
    {
        var text = apiKey.Reveal();
        var wasDead = _isDead;
        if (Dies())
        {
            if (Kill!.Value.IsDone && !wasDead)
                Put(text);
            throw new CrashException();
        }

        Written.Add(text);
        var fault = Fault >= StoreFault.WriteFails && IsHit(_writes++) ? Fault : StoreFault.None;
        if (fault is not (StoreFault.WriteFails or StoreFault.WriteIsLost))
            Put(fault is StoreFault.WriteIsTorn or StoreFault.WriteFailsAndIsTorn ? Torn(text)! : text);
        return fault is StoreFault.WriteFails or StoreFault.WriteFailsAndIsDone or StoreFault.WriteFailsAndIsTorn
            ? throw Broken()
            : Task.CompletedTask;
    }

    /// <summary>The same store for the next run, in which nothing goes wrong any more.</summary>
    public FaultyKeyStore Mended() => new(Token, 0, canRead);

    private bool Dies()
    {
        if (Kill is not { } kill || _calls++ < kill.Call)
            return false;
        if (!_isDead)
            Killed?.Invoke();
        _isDead = true;
        return true;
    }

    private bool IsHit(int number) => number >= From && number - From < Times;

    private void Put(string text)
    {
        (_before, _lagging) = (_lagging > 0 ? _before : Token, lag);
        Token = text;
    }

    private static string? Torn(string? text) => text?.Substring(0, text.Length / 2);

    private static InputException Broken() => new("StoreFailed", "The store is broken.", "Mend it.", FailureKind.Permission);
}

/// <summary>The process of a run has ended.</summary>
internal sealed class CrashException : Exception;
