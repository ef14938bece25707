using System.Net;
using QlikSnowflake.Compat;

namespace QlikSnowflake.Http;

/// <summary>
/// A reply whose body is read piece by piece: each piece within the session's time, with the session's words for failures. A
/// refusal's body is there already, in its <see cref="Reply"/>.
/// </summary>
internal sealed class ServiceBody : IDisposable
{
    private readonly HttpResponseMessage? _response;
    private readonly ServiceEndpoint _endpoint;
    private readonly ServerCertificateCheck _check;
    private Stream? _stream;

    public ServiceBody(ServiceReply reply, HttpResponseMessage? open, ServiceEndpoint endpoint, ServerCertificateCheck check)
    {
        Reply = reply;
        _response = open;
        _endpoint = endpoint;
        _check = check;
    }

    /// <summary>The reply's status and headers.</summary>
    public ServiceReply Reply { get; }

    /// <summary>Reads what is there next; 0 at the end.</summary>
    public async Task<int> ReadAsync(byte[] buffer, int offset, CallContext context)
    {
        if (_response is not { } response)
            return 0;

        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        timeout.CancelAfter(_endpoint.Timeout);

        // .NET Framework's network streams do not look at the token.
        using var abort = timeout.Token.Register(response.Dispose);
        try
        {
            _stream ??= await HttpContents.OpenAsync(response.Content, timeout.Token).ConfigureAwait(false);
            return await _stream.ReadAsync(buffer, offset, buffer.Length - offset, timeout.Token).ConfigureAwait(false);
        }
        catch (Exception e) when (context.CancellationToken.IsCancellationRequested)
        {
            throw new OperationCanceledException(e.Message, e, context.CancellationToken);
        }
        catch (Exception e) when (timeout.IsCancellationRequested)
        {
            throw ConnectionProblems.TimedOut(_endpoint, e);
        }
        catch (Exception e) when (e is HttpRequestException or IOException or WebException or InvalidDataException)
        {
            throw ConnectionProblems.Of(e, _endpoint, _check, hasAnswered: true);
        }
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _response?.Dispose();
    }
}
