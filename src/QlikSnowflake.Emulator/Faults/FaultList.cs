using System.IO.Enumeration;

namespace QlikSnowflake.Emulator.Faults;

/// <summary>The faults asked for and not yet used up. The earliest added that matches a request strikes it.</summary>
public sealed class FaultList
{
    private readonly Lock _lock = new();
    private readonly List<Pending> _pending = [];

    /// <summary>The faults that can still strike.</summary>
    public IReadOnlyList<Fault> Snapshot()
    {
        lock (_lock)
            return [.. _pending.Select(pending => pending.Fault)];
    }

    /// <summary>Asks for a fault.</summary>
    /// <param name="fault">What shall go wrong.</param>
    /// <exception cref="ArgumentException">The fault could never strike, or can't be carried out.</exception>
    public void Add(Fault fault)
    {
        Check(fault);
        lock (_lock)
            _pending.Add(new Pending(fault));
    }

    /// <summary>Forgets all faults.</summary>
    public void Clear()
    {
        lock (_lock)
            _pending.Clear();
    }

    internal static void Check(Fault fault)
    {
        ArgumentNullException.ThrowIfNull(fault);
        if (fault.Times is 0 or < -1)
            throw new ArgumentException("times must be at least 1, or -1 for all.", nameof(fault));
        if (fault.Skip < 0 || fault.DelayMs < 0 || fault.ChunkDelayMs < 0 || fault.AfterBytes < 0 || fault.ChunkBytes < 1)
            throw new ArgumentException(
                "skip, delayMs, chunkDelayMs and afterBytes can't be negative, and chunkBytes must be at least 1.",
                nameof(fault)
            );
        if (fault.Status is < 200 or > 599)
            throw new ArgumentException("status must lie between 200 and 599.", nameof(fault));
    }

    internal Fault? Take(string service, string method, string path)
    {
        lock (_lock)
        {
            foreach (var pending in _pending)
            {
                if (!Matches(pending.Fault, service, method, path))
                    continue;
                if (pending.Skip > 0)
                {
                    pending.Skip--;
                    continue;
                }

                if (pending.Times > 0 && --pending.Times == 0)
                    _pending.Remove(pending);
                return pending.Fault;
            }
        }

        return null;
    }

    private static bool Matches(Fault fault, string service, string method, string path) =>
        (fault.Service is null || string.Equals(fault.Service, service, StringComparison.OrdinalIgnoreCase))
        && (fault.Method is null || string.Equals(fault.Method, method, StringComparison.OrdinalIgnoreCase))
        && (fault.Path is null || FileSystemName.MatchesSimpleExpression(fault.Path, path, ignoreCase: true));

    private sealed class Pending(Fault fault)
    {
        public Fault Fault { get; } = fault;

        public int Skip { get; set; } = fault.Skip;

        public int Times { get; set; } = fault.Times;
    }
}
