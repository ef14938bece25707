using QlikSnowflake.Errors;

namespace QlikSnowflake.QlikCloud.KeyRotation;

/// <summary>Tells which of a user's keys earlier runs have left, by their markers.</summary>
internal static class RotationLeftovers
{
    // Within this time a key made from the stored one can be that of a run on another machine; after it, the run has ended.
    private static readonly TimeSpan MostTimeOfARun = TimeSpan.FromMinutes(10);

    /// <summary>The keys to remove, each with the reason.</summary>
    /// <param name="stored">The key that is stored and works.</param>
    /// <param name="active">All active keys of the user.</param>
    /// <param name="interrupted">The descriptions noted by interrupted runs of this account on this machine.</param>
    /// <param name="gracePeriod">How long a predecessor stays good.</param>
    /// <param name="now">The time.</param>
    /// <exception cref="InputException">Another machine seems to be rotating the stored key right now.</exception>
    public static IEnumerable<(QlikCloudApiKey Key, string Why)> Find(
        QlikCloudApiKey stored,
        IReadOnlyList<QlikCloudApiKey> active,
        IReadOnlyCollection<string> interrupted,
        TimeSpan gracePeriod,
        DateTimeOffset now
    )
    {
        var origin = RotationMarker.Read(stored.Description);
        var predecessors = Predecessors(stored, active).ToArray();
        foreach (var (key, successor) in predecessors)
        {
            if (successor.CreatedAt is { } since && since + gracePeriod <= now)
                yield return (key, "a predecessor, whose time is over");
        }

        foreach (var key in active.Where(k => k.Id != stored.Id && !Array.Exists(predecessors, p => p.Key.Id == k.Id)))
        {
            if (RotationMarker.Read(key.Description) is not { } marker)
                continue;

            var isFromStored = marker.IsFrom(stored.Id);
            if (
                interrupted.Contains(key.Description)
                || ((isFromStored || marker.From == origin?.From) && key.CreatedAt + MostTimeOfARun <= now)
            )
                yield return (key, "left by a rotation that was interrupted");
            else if (isFromStored)
                throw Elsewhere(key);
        }
    }

    // Keys can be rotated more often than the grace period ends: then the predecessor has predecessors that are still good.
    private static IEnumerable<(QlikCloudApiKey Key, QlikCloudApiKey Successor)> Predecessors(
        QlikCloudApiKey stored,
        IReadOnlyList<QlikCloudApiKey> active
    )
    {
        // No two markers may lead round and round.
        var seen = new HashSet<string> { stored.Id };
        for (var successor = stored; RotationMarker.Read(successor.Description) is { } marker; )
        {
            if (
                active.FirstOrDefault(k => marker.IsFrom(k.Id) && !(k.CreatedAt > successor.CreatedAt)) is not { } key
                || !seen.Add(key.Id)
            )
                yield break;
            yield return (key, successor);
            successor = key;
        }
    }

    public static InputException Elsewhere(QlikCloudApiKey rival) =>
        new(
            ErrorIds.RotationElsewhere,
            $"Another run is rotating this key, or has been interrupted within the last ten minutes: it has made '{rival.Description}'.",
            "Let it end, or run again in ten minutes. One task for one store is enough.",
            FailureKind.Conflict
        );
}
