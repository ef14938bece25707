using QlikSnowflake.Http;

namespace QlikSnowflake.QlikCloud;

/// <summary>A change that is worked out and not made yet, so that it can be shown first.</summary>
public sealed class PlannedChange
{
    private readonly QlikCloudSession _session;
    private readonly ServiceRequest _request;
    private readonly Func<QlikCloudException, CallContext, Task>? _otherwise;

    internal PlannedChange(
        QlikCloudSession session, HttpMethod method, string path, IReadOnlyList<PatchOperation> patch, Func<QlikCloudException, CallContext, Task>? otherwise = null)
    {
        _session = session;
        _request = new ServiceRequest(method, path) { Body = PatchOperation.ToBody(patch) };
        _otherwise = otherwise;
        Text = $"{method} {path} {PatchOperation.Print(patch)}";
    }

    internal PlannedChange(QlikCloudSession session, ServiceRequest request, string text)
    {
        _session = session;
        _request = request;
        Text = text;
    }

    /// <summary>The request as it will be sent, but for secrets.</summary>
    public string Text { get; }

    /// <summary>Makes the change. What the service reports as done in part only (207) becomes warnings.</summary>
    /// <param name="context">The operation.</param>
    /// <exception cref="QlikCloudException">The service refuses.</exception>
    public async Task MakeAsync(CallContext context)
    {
        try
        {
            var reply = await _session.SendAsync(_request, context).ConfigureAwait(false);
            if ((int)reply.Status == 207)
                Warn(reply, context);
        }
        catch (QlikCloudException e) when (e.StatusCode == 400 && _otherwise is not null)
        {
            await _otherwise(e, context).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Text;

    private void Warn(ServiceReply reply, CallContext context)
    {
        var (errors, _) = QlikCloudRefusals.ReadErrors(reply);
        var what = $"{_request.Method} {_request.Path} was done in part only";
        foreach (var error in errors)
            context.Log.Warning($"{what}: {error}");
        if (errors.Count == 0)
            context.Log.Warning(what + ".");
    }
}
