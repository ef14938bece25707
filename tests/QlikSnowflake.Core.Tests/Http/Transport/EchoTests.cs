using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using QlikSnowflake.Http;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Http.Transport;

/// <summary>What a service repeats of a request does not come back with its refusal.</summary>
public sealed class EchoTests(TransportFixture fixture) : IClassFixture<TransportFixture>
{
    private const string Password = "C4n\"ary/pass+word";
    private const string Key = "MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7";

    [Theory]
    [InlineData(400)]
    [InlineData(401)]
    [InlineData(422)]
    [InlineData(500)]
    [InlineData(200)]
    public async Task Nothing_secret_is_left_of_an_echo(int status)
    {
        await using var server = await fixture.StartAsync(context => EchoAsync(context, status));
        using var transport = fixture.Connect(server);

        foreach (var body in Bodies())
        {
            var reply = await transport.SendAsync(
                new ServiceRequest(HttpMethod.Post, "thing")
                {
                    Query = [new("qlikTicket", "C4nary-ticket")],
                    Body = Encoding.UTF8.GetBytes(body),
                },
                TransportFixture.Bounded()
            );

            var said = reply.Quote() + (status == 200 ? string.Empty : reply.Text() + Texts(reply));
            Assert.Contains("(secret)", said);
            foreach (var secret in new[] { "C4n", "ary/pass", "C4nary-ticket", "MIIEvQIBADAN", TestSigner.Secret })
                Assert.DoesNotContain(secret, said, StringComparison.Ordinal);
            Assert.Contains("plain-value", said, StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task Secrets_of_the_session_that_no_request_shows_are_masked_too()
    {
        await using var server = await fixture.StartAsync(
            TestServer.Status(500, "the secret is C4nary-client-secret, said plain-value")
        );
        using var transport = new ServiceTransport(
            new ServiceEndpoint
            {
                Service = "Test service",
                BaseAddress = server.Address(),
                Trust = new ServerTrust { RootCertificatePath = fixture.RootPath },
                Secrets = ["C4nary-client-secret".Secret()],
            },
            signer: null
        );

        var reply = await transport.SendAsync(new ServiceRequest(HttpMethod.Post, "thing"), TransportFixture.Bounded());

        Assert.Equal("the secret is (secret), said plain-value", reply.Quote());
    }

    [Theory]
    [InlineData(201, false)]
    [InlineData(403, true)]
    public async Task A_success_that_holds_a_new_secret_is_never_quoted(int status, bool quoted)
    {
        await using var server = await fixture.StartAsync(TestServer.Status(status, "{\"data\":{\"new\":\"opaque-C4nary\"}}"));
        using var transport = fixture.Connect(server);

        var reply = await transport.SendAsync(
            new ServiceRequest(HttpMethod.Post, "api-keys") { IsReplySecret = true },
            TransportFixture.Bounded()
        );

        Assert.Equal(quoted, reply.Quote().Contains("C4nary"));
    }

    private static IEnumerable<string> Bodies()
    {
        yield return JsonSerializer.Serialize(new { name = "plain-value", password = Password });
        yield return JsonSerializer.Serialize(new { name = "plain-value", password = $"PRIV_KEY_FILE%2key.p8%%2{Key}" });
        yield return JsonSerializer.Serialize(new { name = "plain-value", connectionProperties = new { PWD = Password } });
        yield return JsonSerializer.Serialize(
            new
            {
                name = "plain-value",
                connectionProperties = new { PRIV_KEY_FILE = new[] { new { name = "key.p8", value = Key } } },
            }
        );
        yield return JsonSerializer.Serialize(
            new[]
            {
                new
                {
                    op = "replace",
                    path = "/qName",
                    value = "plain-value",
                },
                new
                {
                    op = "replace",
                    path = "/qPassword",
                    value = Password,
                },
            }
        );
        yield return JsonSerializer.Serialize(
            new { statement = "ALTER USER plain-value SET PASSWORD = 'C4nary-of-a-statement'" }
        );
        yield return JsonSerializer.Serialize(new { connectionstring = "host=plain-value;PWD=C4nary-of-a-string;" });
    }

    // As text, as JSON with its own escapes, and in base64.
    private static async Task EchoAsync(HttpContext context, int status)
    {
        var text = Received(context);
        context.Response.StatusCode = status;
        context.Response.ContentType = "application/json";
        await context.Response.WriteAsync(
            JsonSerializer.Serialize(
                new { message = text, detail = new[] { Convert.ToBase64String(Encoding.UTF8.GetBytes(text)) } }
            )
        );
    }

    private static string Received(HttpContext context) =>
        (string)context.Items["body"]!
        + " plain-value "
        + context.Request.QueryString
        + string.Concat(context.Request.Headers.Select(h => $" {h.Key}: {h.Value}"));

    private static string Texts(ServiceReply reply)
    {
        using var document = JsonDocument.Parse(reply.Body);
        var detail = document.RootElement.GetProperty("detail")[0].GetString()!;
        return document.RootElement.GetProperty("message").GetString() + detail;
    }
}
