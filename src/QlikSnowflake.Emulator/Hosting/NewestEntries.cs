using System.Diagnostics.CodeAnalysis;

namespace QlikSnowflake.Emulator.Hosting;

/// <summary>
/// A dictionary that forgets its oldest entry for a new one, so that what an emulator remembers has an end. Safe for several
/// threads.
/// </summary>
/// <typeparam name="TKey">What an entry is found by.</typeparam>
/// <typeparam name="TValue">What it holds.</typeparam>
/// <param name="most">How many entries it holds.</param>
public sealed class NewestEntries<TKey, TValue>(int most = 10_000)
    where TKey : notnull
{
    private readonly Lock _gate = new();
    private readonly Dictionary<TKey, LinkedListNode<(TKey Key, TValue Value)>> _byKey = [];
    private readonly LinkedList<(TKey Key, TValue Value)> _order = [];

    /// <summary>A copy, the oldest first.</summary>
    public IReadOnlyList<(TKey Key, TValue Value)> Snapshot()
    {
        lock (_gate)
            return [.. _order];
    }

    /// <summary>Adds an entry, or changes it where it is.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">Its value.</param>
    public void Set(TKey key, TValue value)
    {
        lock (_gate)
        {
            if (_byKey.TryGetValue(key, out var node))
                node.Value = (key, value);
            else
                Add(key, value);
        }
    }

    /// <summary>The value of a key, made where there is none.</summary>
    /// <param name="key">The key.</param>
    /// <param name="make">Makes the value. Nobody else reads or adds meanwhile.</param>
    public TValue GetOrAdd(TKey key, Func<TKey, TValue> make)
    {
        lock (_gate)
            return _byKey.TryGetValue(key, out var node) ? node.Value.Value : Add(key, make(key));
    }

    /// <summary>The value of a key, where there is one.</summary>
    /// <param name="key">The key.</param>
    /// <param name="value">Its value.</param>
    public bool TryGet(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_gate)
        {
            var found = _byKey.TryGetValue(key, out var node);
            value = found ? node!.Value.Value : default;
            return found;
        }
    }

    /// <summary>Takes an entry out.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="value">The value that it had.</param>
    public bool Remove(TKey key, [MaybeNullWhen(false)] out TValue value)
    {
        lock (_gate)
        {
            var found = _byKey.Remove(key, out var node);
            value = found ? node!.Value.Value : default;
            if (found)
                _order.Remove(node!);
            return found;
        }
    }

    /// <summary>Takes all entries out.</summary>
    public void Clear()
    {
        lock (_gate)
        {
            _byKey.Clear();
            _order.Clear();
        }
    }

    private TValue Add(TKey key, TValue value)
    {
        _byKey[key] = _order.AddLast((key, value));
        if (_order.Count > most)
        {
            _byKey.Remove(_order.First!.Value.Key);
            _order.RemoveFirst();
        }

        return value;
    }
}
