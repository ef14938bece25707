using QlikSnowflake.Errors;
using QlikSnowflake.Snowflake.Configuration;
using QlikSnowflake.Snowflake.Login;
using QlikSnowflake.Tests.Support;

namespace QlikSnowflake.Tests.Snowflake.Login;

public sealed class LoginSourceTests(SampleKeys keys) : IClassFixture<SampleKeys>, IDisposable
{
    private static readonly string[] TypedFirst = ["PROGRAMMATIC_ACCESS_TOKEN", "OAUTH", "EXTERNALBROWSER"];

    private readonly TempFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [OpenSslTheory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("SNOWFLAKE_JWT")]
    [InlineData("SNOWFLAKE")]
    public void A_key_of_the_connection_is_read(string? authenticator)
    {
        using var credential = From(
            new()
            {
                Source = "s",
                Authenticator = authenticator,
                PrivateKeyPath = keys.PlainPath,
            }
        );

        Assert.Equal(("KeyPair", keys.Fingerprint), (credential.Kind, credential.Key!.PublicKey.Fingerprint));
    }

    [OpenSslFact]
    public void An_inline_key_may_be_one_line_with_literal_line_breaks_or_bare_base64()
    {
        var pem = File.ReadAllText(keys.PlainPath);
        var forms = new[]
        {
            pem,
            pem.Trim().Replace("\n", "\\n"),
            pem.Replace("\n", "\r\n"),
            pem.Replace("\n", " "),
            string.Concat(pem.Split('\n').Where(l => !l.StartsWith("-----", StringComparison.Ordinal))),
        };
        foreach (var form in forms)
        {
            using var credential = From(new() { Source = "s", PrivateKey = form.Secret() });
            Assert.Equal(keys.Fingerprint, credential.Key!.PublicKey.Fingerprint);
        }
    }

    [OpenSslFact]
    public void The_passphrase_of_the_connection_opens_its_key_and_a_typed_one_goes_before_it()
    {
        var path = _folder.Write("encrypted.p8", keys.Output("pkcs8 -topk8 -v2 aes-256-cbc -in {key} -passout {pass}"));
        var settings = new ConnectionSettings
        {
            Source = "connection 'c'",
            PrivateKeyPath = path,
            Passphrase = SampleKeys.Passphrase.Secret(),
        };
        using (var credential = From(settings))
            Assert.Equal(keys.Fingerprint, credential.Key!.PublicKey.Fingerprint);

        var wrong = Assert.Throws<KeyException>(() =>
            new LoginSource { Settings = settings, Passphrase = "wrong-one".Secret() }.ToCredential()
        );
        Assert.Equal("KeyPassphraseWrong", wrong.ErrorId);
        Assert.DoesNotContain("wrong-one", wrong.ToString());
        Assert.Equal(
            "KeyPassphraseRequired",
            Assert.Throws<KeyException>(() => From(settings with { Passphrase = null })).ErrorId
        );
    }

    [OpenSslFact]
    public void What_was_typed_goes_before_the_connection()
    {
        foreach (var authenticator in TypedFirst)
        {
            using var credential = new LoginSource
            {
                Settings = new()
                {
                    Source = "s",
                    Authenticator = authenticator,
                    Token = "t".Secret(),
                },
                PrivateKeyPath = keys.PlainPath,
            }.ToCredential();
            Assert.Equal("KeyPair", credential.Kind);
        }

        using var token = new LoginSource
        {
            Token = "t".Secret(),
            IsOAuth = true,
            PrivateKeyPath = keys.PlainPath,
        }.ToCredential();
        Assert.Equal("OAuth", token.Kind);
    }

    [Theory]
    [InlineData("PROGRAMMATIC_ACCESS_TOKEN", "ProgrammaticAccessToken", "PROGRAMMATIC_ACCESS_TOKEN")]
    [InlineData("OAUTH", "OAuth", "OAUTH")]
    [InlineData(null, "ProgrammaticAccessToken", "PROGRAMMATIC_ACCESS_TOKEN")]
    public void A_token_is_taken_from_the_connection_or_its_file(string? authenticator, string kind, string header)
    {
        using var inline = From(
            new()
            {
                Source = "s",
                Authenticator = authenticator,
                Token = "abc".Secret(),
            }
        );
        using var file = From(
            new()
            {
                Source = "s",
                Authenticator = authenticator,
                TokenPath = _folder.Write("token", "\uFEFFabc\r\n"),
            }
        );

        Assert.Equal((kind, header, "abc"), (inline.Kind, inline.TokenType, inline.Token!.Reveal()));
        Assert.Equal((kind, header, "abc"), (file.Kind, file.TokenType, file.Token!.Reveal()));
    }

    [Theory]
    [InlineData("a b")]
    [InlineData("a\r\nX-Other: 1")]
    [InlineData("")]
    [InlineData("é")]
    public void A_token_that_could_end_a_header_is_refused(string token)
    {
        var refusal = Assert.Throws<InputException>(() => new LoginSource { Token = token.Secret() }.ToCredential());

        Assert.Equal("TokenInvalid", refusal.ErrorId);
    }

    [Fact]
    public void A_token_file_that_is_not_there_is_named()
    {
        var refusal = Assert.Throws<InputException>(() =>
            From(
                new()
                {
                    Source = "s",
                    Authenticator = "OAUTH",
                    TokenPath = _folder.File("none"),
                }
            )
        );

        Assert.Equal("TokenFileUnreadable", refusal.ErrorId);
        Assert.Contains(_folder.File("none"), refusal.Message);
    }

    [Fact]
    public void A_token_file_whose_path_is_none_is_refused() =>
        Assert.Equal(
            "TokenFileUnreadable",
            Assert
                .Throws<InputException>(() =>
                    From(
                        new()
                        {
                            Source = "s",
                            Authenticator = "OAUTH",
                            TokenPath = "a\0b",
                        }
                    )
                )
                .ErrorId
        );

    [Fact]
    public void A_password_alone_is_said_to_be_no_way_to_log_in()
    {
        var refusal = Assert.Throws<InputException>(() => From(new() { Source = "connection 'dev'", HasPassword = true }));

        Assert.Equal("CredentialMissing", refusal.ErrorId);
        Assert.Contains("takes no password", refusal.Message);
        Assert.DoesNotContain(
            "password",
            Assert.Throws<InputException>(() => From(new() { Source = "connection 'dev'" })).Message
        );
    }

    [Theory]
    [InlineData("EXTERNALBROWSER")]
    [InlineData("USERNAME_PASSWORD_MFA")]
    [InlineData("WORKLOAD_IDENTITY")]
    [InlineData("SNOWFLAKE")]
    [InlineData("HTTPS://MYORG.OKTA.COM")]
    public void Another_way_to_log_in_is_named_as_not_supported(string authenticator)
    {
        var refusal = Assert.Throws<InputException>(() =>
            From(new() { Source = "connection 'dev'", Authenticator = authenticator })
        );

        Assert.Equal("AuthenticatorNotSupported", refusal.ErrorId);
        Assert.Contains(authenticator, refusal.Message);
        Assert.Contains("connection 'dev'", refusal.Message);
        Assert.Equal(authenticator != "WORKLOAD_IDENTITY", refusal.Message.Contains("SQL API does not take"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("SNOWFLAKE")]
    [InlineData("PROGRAMMATIC_ACCESS_TOKEN")]
    public void A_password_that_may_be_an_access_token_points_to_where_a_token_goes(string? authenticator)
    {
        var settings = new ConnectionSettings { Source = "connection 'dev'", Authenticator = authenticator };
        const string hint = "If the password is a programmatic access token, give it as -Token";

        Assert.Contains(hint, Assert.Throws<InputException>(() => From(settings with { HasPassword = true })).RecommendedAction);
        Assert.DoesNotContain(hint, Assert.Throws<InputException>(() => From(settings)).RecommendedAction);
    }

    [Theory]
    [InlineData("SNOWFLAKE_JWT")]
    [InlineData("OAUTH")]
    [InlineData(null)]
    public void Nothing_given_is_said_with_what_to_give(string? authenticator)
    {
        var refusal = Assert.Throws<InputException>(() => From(new() { Source = "environment", Authenticator = authenticator }));

        Assert.Equal("CredentialMissing", refusal.ErrorId);
        Assert.Contains("by the environment", refusal.Message);
        Assert.Contains("private_key_file", refusal.RecommendedAction);
    }

    private static SnowflakeCredential From(ConnectionSettings settings) =>
        new LoginSource { Settings = settings }.ToCredential();
}
