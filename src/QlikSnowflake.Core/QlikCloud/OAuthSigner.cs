using System.Security;
using System.Text.Json;
using QlikSnowflake.Errors;
using QlikSnowflake.Http;
using QlikSnowflake.Keys;

namespace QlikSnowflake.QlikCloud;

/// <summary>
/// Puts an access token of an OAuth client on each request, had by its id and secret (qlik.dev, REST reference, oauth: grant
/// client_credentials). A token is opaque, asked for anew before it ends and once after it was refused; however many ask at
/// once, the newest is the one that is sent.
/// </summary>
internal sealed class OAuthSigner : IRequestSigner
{
    // What the service is known to give where the reply does not say (qlik.dev, changelog).
    private static readonly TimeSpan UsualLifetime = TimeSpan.FromHours(6);
    private static readonly TimeSpan MostMargin = TimeSpan.FromMinutes(5);

    private readonly QlikCloudSessionOptions _options;
    private readonly ServiceTransport _transport;
    private readonly SemaphoreSlim _gate = new(1, 1);
    private SecureString? _token;
    private DateTimeOffset _renewAt;

    public OAuthSigner(QlikCloudSessionOptions options)
    {
        _options = options;
        _transport = new ServiceTransport(options.ToEndpoint(string.Empty), signer: null);
    }

    public async ValueTask SignAsync(HttpRequestMessage message, CallContext context)
    {
        await _gate.WaitAsync(context.CancellationToken).ConfigureAwait(false);
        try
        {
            if (_token is null || _options.Now() >= _renewAt)
                await RenewAsync(context).ConfigureAwait(false);
            message.Headers.Authorization = new("Bearer", SecretText.ToPlainText(_token!));
        }
        finally
        {
            _gate.Release();
        }
    }

    public async ValueTask<bool> TryRenewAsync(ServiceReply reply, CallContext context)
    {
        await _gate.WaitAsync(context.CancellationToken).ConfigureAwait(false);
        try
        {
            // Another request may have renewed it meanwhile: then that one is tried.
            if (_token is { } token && SecretText.ToPlainText(token) == reply.SentToken)
                await RenewAsync(context).ConfigureAwait(false);
            return true;
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose()
    {
        // Not the gate: who waits at it has to learn that the transport is gone.
        _transport.Dispose();
        _options.ClientSecret?.Dispose();
        _token?.Dispose();
    }

    private async Task RenewAsync(CallContext context)
    {
        var body = WriteRequest();
        try
        {
            // Asking twice for a token harms nothing.
            var request = new ServiceRequest(HttpMethod.Post, "oauth/token")
            {
                Body = body,
                Retry = RetryRule.Safe,
                IsReplySecret = true,
            };
            var asked = _options.Now();
            var reply = await _transport.SendAsync(request, context).ConfigureAwait(false);
            if (!reply.IsSuccess)
                throw QlikCloudRefusals.OfClient(reply, request);
            try
            {
                var (token, lifetime) = Read(reply);
                var margin = TimeSpan.FromTicks(Math.Min(MostMargin.Ticks, lifetime.Ticks / 5));
                _token?.Dispose();
                _token = token;
                _renewAt = asked + lifetime - margin;
                context.Log.Verbose($"The OAuth client has a token for {lifetime.TotalMinutes:0} minutes.");
            }
            catch (Exception e) when (e is JsonException or InvalidOperationException or FormatException)
            {
                // Not quoted: the reply may hold a token.
                throw new ServiceException(
                    new ServiceFailure
                    {
                        Service = QlikCloudRefusals.Service,
                        ErrorId = ErrorIds.ReplyNotUnderstood,
                        Kind = FailureKind.InvalidData,
                        StatusCode = (int)reply.Status,
                        Message = $"The reply to oauth/token ({(int)reply.Status} {reply.MediaType}) holds no access token.",
                        RecommendedAction = "Check -Tenant, and whether a proxy answers in Qlik Cloud's place.",
                        Inner = e,
                    }
                );
            }
        }
        finally
        {
            Array.Clear(body, 0, body.Length);
        }
    }

    private static (SecureString Token, TimeSpan Lifetime) Read(ServiceReply reply)
    {
        using var document = JsonDocument.Parse(reply.Body);
        var root = document.RootElement;
        if (root.TextOrNull("access_token") is not { Length: > 0 } text)
            throw new FormatException("There is no access_token.");

        var token = SecretText.FromPlainText(text);
        if (!HeaderSecret.IsClean(token))
            throw new FormatException("The access_token cannot be sent.");
        var seconds =
            root.TryGetProperty("expires_in", out var value)
            && value.ValueKind == JsonValueKind.Number
            && value.TryGetInt64(out var given)
            && given is > 0 and < 100_000_000
                ? given
                : (long)UsualLifetime.TotalSeconds;
        return (token, TimeSpan.FromSeconds(seconds));
    }

    private byte[] WriteRequest()
    {
        using var stream = new MemoryStream();
        var secret = SecretText.ToChars(_options.ClientSecret!);
        try
        {
            using (var json = new Utf8JsonWriter(stream))
            {
                json.WriteStartObject();
                json.WriteString("grant_type", "client_credentials");
                json.WriteString("client_id", _options.ClientId);
                json.WriteString("client_secret", secret);
                json.WriteEndObject();
            }

            return stream.ToArray();
        }
        finally
        {
            Array.Clear(secret, 0, secret.Length);
            Array.Clear(stream.GetBuffer(), 0, (int)stream.Length);
        }
    }
}
