using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;

namespace QlikSnowflake.Qrs.Connections;

/// <summary>
/// A list of data connections, read as it arrives: the repository sends it unpaged, and however long it is only a piece of it is in memory.
/// </summary>
public sealed class DataConnectionReader : IDisposable
{
    private const int MostOpenings = 4;

    private readonly Func<CallContext, Task<ServiceBody>> _open;
    private readonly string _path;
    private readonly bool _includeSecret;
    private readonly KeyFingerprints _fingerprints = new();
    private JsonArrayReader _array = new();
    private ServiceBody? _body;
    private int _openings;
    private bool _any;

    internal DataConnectionReader(Func<CallContext, Task<ServiceBody>> open, string path, bool includeSecret)
    {
        _open = open;
        _path = path;
        _includeSecret = includeSecret;
    }

    /// <summary>Reads the next connections: as many as have arrived, at least one.</summary>
    /// <param name="context">The operation.</param>
    /// <returns>Some connections; none at the end.</returns>
    /// <exception cref="QrsException">The repository refused, or what arrived is no list.</exception>
    /// <exception cref="ConnectionException">The connection was lost; what was read until then is good.</exception>
    public async Task<IReadOnlyList<DataConnection>> ReadAsync(CallContext context)
    {
        while (!_array.IsComplete)
        {
            try
            {
                _body ??= await _open(context).ConfigureAwait(false);
                var count = await _body.ReadAsync(_array.Buffer, _array.Length, context).ConfigureAwait(false);
                var found = _array.Take(count, json => DataConnectionJson.Read(json, _includeSecret, _fingerprints));
                if (found.Count == 0)
                    continue;
                _any = true;
                return found;
            }
            catch (ConnectionException e) when (e.IsLost && !_any && ++_openings < MostOpenings)
            {
                // Nothing has been passed on yet, so the list can be asked for anew.
                Dispose();
                _body = null;
                _array = new JsonArrayReader();
                await Task.Delay(RetryDelays.Backoff(_openings), context.CancellationToken).ConfigureAwait(false);
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
            {
                var start = new ArraySegment<byte>(_array.Buffer, 0, _array.Length);
                throw QrsRefusals.NotUnderstood(_body!.Reply.WithBody(start), _path, e);
            }
        }

        return [];
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _body?.Dispose();
        _array.Clear();
    }
}
