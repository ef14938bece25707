using System.Buffers;
using System.Diagnostics;
using System.Net;
using System.Net.Http.Headers;
using QlikSnowflake.Compat;
using QlikSnowflake.Errors;
using QlikSnowflake.Secrets;

namespace QlikSnowflake.Http;

/// <summary>
/// The one way out of a session: its own HTTP client with its own trust, retries of what is safe, one renewal after a 401,
/// redirects to the same host only. Clients above know paths and bodies, nothing of this.
/// </summary>
public sealed class ServiceTransport : IDisposable
{
    private const int MostRedirects = 5;

    // What a server announces is not trusted for an allocation.
    private const long LargestFirstBuffer = 64 << 20;

    private readonly ServiceEndpoint _endpoint;
    private readonly ServerCertificateCheck _check;
    private readonly HttpClient _client;
    private volatile IRequestSigner? _signer;
    private volatile bool _isDisposed;
    private volatile bool _hasAnswered;

    /// <summary>Opens nothing yet: the first request does.</summary>
    /// <param name="endpoint">Where to.</param>
    /// <param name="signer">Who asks, disposed with the transport; null where the requests' bodies say it.</param>
    public ServiceTransport(ServiceEndpoint endpoint, IRequestSigner? signer)
    {
        _endpoint = endpoint;
        _signer = signer;
        _check = endpoint.Trust.CreateCheck();

        var handler = HttpHandlers.Create();
        handler.ServerCertificateCustomValidationCallback = _check.Accept;
        if (endpoint.ClientCertificate is { } certificate)
            handler.ClientCertificates.Add(certificate);
        if (endpoint.Credentials is { } credentials)
            handler.Credentials = credentials;
        if (endpoint.Cookies is { } cookies)
        {
            handler.UseCookies = true;
            handler.CookieContainer = cookies;
        }

        if (endpoint.Proxy is { } proxy)
            handler.Proxy = proxy.ToWebProxy();

        _client = new HttpClient(handler) { BaseAddress = endpoint.BaseAddress, Timeout = Timeout.InfiniteTimeSpan };

        // .NET Framework would ask leave before each body, which proxies answer late or with 417.
        _client.DefaultRequestHeaders.ExpectContinue = false;
    }

    /// <summary>The server's address.</summary>
    public Uri BaseAddress => _endpoint.BaseAddress;

    /// <summary>Whether it has been disposed, and sends nothing any more.</summary>
    public bool IsDisposed => _isDisposed;

    /// <summary>Sends a request and returns whatever the service answers after retries.</summary>
    /// <param name="request">The request.</param>
    /// <param name="context">The operation it belongs to.</param>
    /// <exception cref="ConnectionException">The server could not be reached.</exception>
    public async Task<ServiceReply> SendAsync(ServiceRequest request, CallContext context) =>
        (await SendAsync(request, streamed: false, context).ConfigureAwait(false)).Reply;

    /// <summary>
    /// Goes on with another signer and disposes the one until now. What is under way with that one ends as it would have, or
    /// is signed anew.
    /// </summary>
    /// <param name="signer">The other signer.</param>
    internal void UseSigner(IRequestSigner signer)
    {
        var old = _signer;
        _signer = signer;
        old?.Dispose();
    }

    /// <summary>
    /// Sends a request and returns the reply. The body of a success is still to be read, piece by piece, by the caller, who
    /// disposes it.
    /// </summary>
    internal async Task<ServiceBody> OpenAsync(ServiceRequest request, CallContext context)
    {
        var (reply, open) = await SendAsync(request, streamed: true, context).ConfigureAwait(false);
        return new ServiceBody(reply, open, _endpoint, _check);
    }

    private async Task<Answer> SendAsync(ServiceRequest request, bool streamed, CallContext context)
    {
        var renewed = false;
        for (var attempt = 1; ; attempt++)
        {
            TimeSpan delay;
            string why;

            // Outside of what is tried again: where a token is asked for, that has attempts of its own.
            var first = CreateMessage(request, new Uri(_endpoint.BaseAddress, request.Path));
            var signer = await SignAsync(first, context).ConfigureAwait(false);
            try
            {
                var answer = await SendOnceAsync(request, first, streamed, context).ConfigureAwait(false);
                var reply = answer.Reply;
                if (
                    reply.Status == HttpStatusCode.Unauthorized
                    && !renewed
                    && signer is not null
                    && (signer != _signer || await signer.TryRenewAsync(reply, context).ConfigureAwait(false))
                )
                {
                    renewed = true;
                    context.Log.Verbose("The token was refused and may have expired; trying once more with a new one.");
                    continue;
                }

                if (!MayRetry(request, reply.Status) || attempt >= RetryDelays.MostAttempts)
                    return answer;

                delay = RetryDelays.Of(reply, attempt, DateTimeOffset.UtcNow);
                if (delay > RetryDelays.Longest)
                    return answer;
                why = $"{_endpoint.Service} answered {(int)reply.Status}";
                if ((int)reply.Status != 429)
                    request = request.Resent ?? request;
            }
            catch (ConnectionException e)
                when (e.Kind == FailureKind.Connection
                    && request.Retry != RetryRule.Never
                    && e.IsLost
                    && attempt < RetryDelays.MostAttempts
                )
            {
                delay = RetryDelays.Backoff(attempt);
                why = "The connection was lost";
                request = request.Resent ?? request;
            }

            Announce(context, why, delay, attempt);
            await _endpoint.Delay(delay, context.CancellationToken).ConfigureAwait(false);
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        _client.Dispose();
        _signer?.Dispose();
    }

    private static bool MayRetry(ServiceRequest request, HttpStatusCode status) =>
        (int)status switch
        {
            429 => true,
            500 or 502 or 503 or 504 => request.Retry != RetryRule.Never,
            _ => false,
        };

    private static void Announce(CallContext context, string why, TimeSpan delay, int attempt)
    {
        var message = $"{why}; attempt {attempt + 1} of {RetryDelays.MostAttempts} in {delay.TotalSeconds:0.0} s.";
        if (delay >= TimeSpan.FromSeconds(5))
            context.Log.Warning(message);
        else
            context.Log.Verbose(message);
    }

    private async Task<IRequestSigner?> SignAsync(HttpRequestMessage message, CallContext context)
    {
        while (_signer is { } signer)
        {
            try
            {
                await signer.SignAsync(message, context).ConfigureAwait(false);
                return signer;
            }
            catch (ObjectDisposedException) when (signer != _signer)
            {
                // It was exchanged between the two looks at it.
            }
        }

        return null;
    }

    private async Task<Answer> SendOnceAsync(ServiceRequest request, HttpRequestMessage first, bool streamed, CallContext context)
    {
        var message = first;
        var clock = Stopwatch.StartNew();
        using var timeout = CancellationTokenSource.CreateLinkedTokenSource(context.CancellationToken);
        timeout.CancelAfter(_endpoint.Timeout);
        try
        {
            var address = new Uri(_endpoint.BaseAddress, request.Path);
            for (var redirects = 0; ; redirects++)
            {
                var response = await _client
                    .SendAsync(message, HttpCompletionOption.ResponseHeadersRead, timeout.Token)
                    .ConfigureAwait(false);
                _hasAnswered = true;
                if (streamed && response.IsSuccessStatusCode)
                {
                    context.Log.Verbose(
                        $"{request.Method} {address.GetLeftPart(UriPartial.Path)}: {(int)response.StatusCode}, "
                            + $"{clock.ElapsedMilliseconds} ms to the first byte"
                    );
                    return new Answer(ReplyOf(request, message, response, new ArraySegment<byte>([]), shared: false), response);
                }

                using var whole = response;
                if (ProxyProblems.OfReply(response.StatusCode, _endpoint) is { } proxyProblem)
                    throw proxyProblem;
                var shared = request.ExpectedBytes > 0 && response.IsSuccessStatusCode;
                var body = shared
                    ? await ReadSharedAsync(response.Content, request.ExpectedBytes, timeout.Token).ConfigureAwait(false)
                    : await ReadAsync(response.Content, timeout.Token).ConfigureAwait(false);
                var reply = ReplyOf(request, message, response, body, shared);
                context.Log.Verbose(
                    $"{request.Method} {address.GetLeftPart(UriPartial.Path)}: {(int)reply.Status}, {body.Count} bytes, "
                        + $"{clock.ElapsedMilliseconds} ms"
                );

                if (request.Method != HttpMethod.Get || (int)reply.Status is not (301 or 302 or 303 or 307 or 308))
                    return new Answer(reply, null);
                address = RedirectTarget(response, address, redirects);
                message.Dispose();
                message = CreateMessage(request, address);
                await SignAsync(message, context).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException e) when (!context.CancellationToken.IsCancellationRequested)
        {
            throw ConnectionProblems.TimedOut(_endpoint, e);
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or InvalidDataException
                && !context.CancellationToken.IsCancellationRequested
            )
        {
            throw ConnectionProblems.Of(e, _endpoint, _check, _hasAnswered);
        }
        catch (Exception e)
            when (e is HttpRequestException or IOException or WebException && context.CancellationToken.IsCancellationRequested)
        {
            // .NET Framework reports an aborted request as a failed one.
            throw new OperationCanceledException(e.Message, e, context.CancellationToken);
        }
        finally
        {
            message.Dispose();
        }
    }

    private HttpRequestMessage CreateMessage(ServiceRequest request, Uri address)
    {
        var message = new HttpRequestMessage(request.Method, address);
        message.Headers.TryAddWithoutValidation("User-Agent", _endpoint.UserAgent);
        message.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("application/json"));
        if (request.Body is { } body)
        {
            message.Content = new ByteArrayContent(body);
            message.Content.Headers.ContentType = new MediaTypeHeaderValue("application/json") { CharSet = "utf-8" };
        }

        RequestQuery.Add(message, request.Query);
        return message;
    }

    // A refusal's words go into errors, and who refuses may repeat what was sent. A success is quoted where it is damaged.
    private ServiceReply ReplyOf(
        ServiceRequest request,
        HttpRequestMessage message,
        HttpResponseMessage response,
        ArraySegment<byte> body,
        bool shared
    )
    {
        SecretMask Mask() =>
            SecretMask.Of([
                .. RequestSecrets.Of(message),
                .. RequestSecrets.Of(request.Body, withBindings: response.IsSuccessStatusCode),
                .. _endpoint.KnownSecrets(),
            ]);
        var reply = new ServiceReply(response, body, shared)
        {
            Mask = Mask,
            IsSecret = request.IsReplySecret && response.IsSuccessStatusCode,
        };
        return response.IsSuccessStatusCode || body.Count == 0 ? reply : reply.WithBody(Mask().Apply(body));
    }

    private Uri RedirectTarget(HttpResponseMessage response, Uri from, int redirects)
    {
        var target = response.Headers.Location is { } location ? new Uri(from, location) : null;
        var parts = _endpoint.RedirectsToOtherPorts ? UriComponents.Scheme | UriComponents.Host : UriComponents.SchemeAndServer;
        if (
            target is not null
            && redirects < MostRedirects
            && Uri.Compare(target, from, parts, UriFormat.Unescaped, StringComparison.OrdinalIgnoreCase) == 0
        )
            return target;

        // The request carries the session's key or token: another host must not get it.
        throw new ServiceException(
            new ServiceFailure
            {
                Service = _endpoint.Service,
                ErrorId = ErrorIds.RedirectRefused,
                Kind = FailureKind.Security,
                StatusCode = (int)response.StatusCode,
                Message =
                    $"{_endpoint.BaseAddress.Authority} redirects to {target?.Authority ?? "nowhere"}; redirects are "
                    + "followed on the same host only.",
                RecommendedAction =
                    "Connect to the host that serves the requests itself. A redirect to a login page means that this door "
                    + "wants another kind of login.",
            }
        );
    }

    private static async Task<ArraySegment<byte>> ReadAsync(HttpContent? content, CancellationToken cancellationToken)
    {
        if (content is null)
            return new ArraySegment<byte>([]);

        using var stream = await HttpContents.OpenAsync(content, cancellationToken).ConfigureAwait(false);
        var buffer = new MemoryStream((int)Math.Min(content.Headers.ContentLength ?? 4096, 1 << 20));
        await stream.CopyToAsync(buffer, 81920, cancellationToken).ConfigureAwait(false);
        return new ArraySegment<byte>(buffer.GetBuffer(), 0, (int)buffer.Length);
    }

    // Bodies of megabytes, one after the other: a buffer of its own for each would grow the process.
    private static async Task<ArraySegment<byte>> ReadSharedAsync(
        HttpContent content,
        long expected,
        CancellationToken cancellationToken
    )
    {
        using var stream = await HttpContents.OpenAsync(content, cancellationToken).ConfigureAwait(false);
        var buffer = ArrayPool<byte>.Shared.Rent((int)Math.Min(LargestFirstBuffer, expected + (expected / 8) + 4096));
        var count = 0;
        try
        {
            while (true)
            {
                var read = await stream.ReadAsync(buffer, count, buffer.Length - count, cancellationToken).ConfigureAwait(false);
                if (read == 0)
                    return new ArraySegment<byte>(buffer, 0, count);
                count += read;
                if (count == buffer.Length)
                    buffer = Grow(buffer);
            }
        }
        catch
        {
            ArrayPool<byte>.Shared.Return(buffer);
            throw;
        }
    }

    private static byte[] Grow(byte[] buffer)
    {
        var larger = ArrayPool<byte>.Shared.Rent(checked(buffer.Length * 2));
        Buffer.BlockCopy(buffer, 0, larger, 0, buffer.Length);
        ArrayPool<byte>.Shared.Return(buffer);
        return larger;
    }

    /// <summary>A reply, and its body where that is still to be read.</summary>
    private sealed record Answer(ServiceReply Reply, HttpResponseMessage? Open);
}
