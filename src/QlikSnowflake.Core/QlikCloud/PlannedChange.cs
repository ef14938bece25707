using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud;

/// <summary>A change that is worked out and not made yet, so that it can be shown first.</summary>
public sealed class PlannedChange
{
    private readonly QlikCloudSession _session;
    private readonly HttpMethod _method;
    private readonly string _path;
    private readonly Func<byte[]> _writeBody;
    private readonly Func<QlikCloudException, CallContext, Task>? _otherwise;

    internal PlannedChange(
        QlikCloudSession session,
        HttpMethod method,
        string path,
        IReadOnlyList<PatchOperation> patch,
        Func<QlikCloudException, CallContext, Task>? otherwise = null,
        string? words = null
    )
    {
        (_session, _method, _path, _otherwise) = (session, method, path, otherwise);
        _writeBody = () => PatchOperation.ToBody(patch);
        Text = words ?? PatchOperation.Describe(patch);
    }

    internal PlannedChange(QlikCloudSession session, HttpMethod method, string path, byte[] body, string words)
    {
        (_session, _method, _path) = (session, method, path);
        _writeBody = () => (byte[])body.Clone();
        Text = words;
    }

    /// <summary>What will be done, in words, but for secrets.</summary>
    public string Text { get; }

    /// <summary>Makes the change. What the service reports as done in part only (207) becomes warnings.</summary>
    /// <param name="context">The operation.</param>
    /// <exception cref="QlikCloudException">The service refuses.</exception>
    public async Task MakeAsync(CallContext context)
    {
        var body = _writeBody();
        try
        {
            var reply = await _session
                .SendAsync(new ServiceRequest(_method, _path) { Body = body }, context)
                .ConfigureAwait(false);
            if ((int)reply.Status == 207)
                Warn(reply, context);
        }
        catch (QlikCloudException e) when (e.StatusCode == 400 && _otherwise is not null)
        {
            await _otherwise(e, context).ConfigureAwait(false);
        }
        finally
        {
            // It may hold a secret.
            Array.Clear(body, 0, body.Length);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private void Warn(ServiceReply reply, CallContext context)
    {
        var (errors, _) = QlikCloudRefusals.ReadErrors(reply);
        var what = $"{_method} {_path} was done in part only";
        foreach (var error in errors)
            context.Log.Warning($"{what}: {error}");
        if (errors.Count == 0)
            context.Log.Warning(what + ".");
    }
}
