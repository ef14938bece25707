using System.Net;
using System.Security.Cryptography.X509Certificates;
using QlikSnowflake.Emulator.Qrs;
using Xunit;

namespace QlikSnowflake.Tests.Qrs;

public sealed class QrsAccessTests(RunningEmulator emulator) : IClassFixture<RunningEmulator>
{
    private const string Xsrf = "XSRF prevention check failed. Possible XSRF discovered.";

    [Fact]
    public async Task A_client_with_the_sites_certificate_the_key_twice_and_a_known_user_is_let_in()
    {
        using var caller = new QrsCaller(emulator.Manifest);
        var about = await caller.GetAsync("/qrs/about");
        Assert.Equal("About", (string?)about["schemaPath"]);
        Assert.Equal(1, (int?)about["nodeType"]);
    }

    [Fact]
    public async Task Paths_headers_and_parameters_are_read_in_any_letter_case()
    {
        using var caller = new QrsCaller(emulator.Manifest);
        using var response = await caller.SendRawAsync(HttpMethod.Get, $"/QRS/About?XrfKey={QrsCaller.Key}", QrsCaller.Key);
        Assert.Equal(HttpStatusCode.OK, response.StatusCode);
    }

    [Fact]
    public async Task The_pem_pair_of_the_export_works_too()
    {
        using var pem = X509Certificate2.CreateFromPemFile(
            emulator.Manifest.Qrs.ClientCertificate,
            emulator.Manifest.Qrs.ClientKey
        );
        using var loaded = X509CertificateLoader.LoadPkcs12(pem.Export(X509ContentType.Pkcs12), null);
        using var caller = new QrsCaller(emulator.Manifest, loaded);
        Assert.NotNull(await caller.GetAsync("/qrs/about"));
    }

    [Theory]
    [InlineData("?xrfkey=0123456789abcDEF", null)]
    [InlineData("", "0123456789abcDEF")]
    [InlineData("?xrfkey=0123456789abcDEF", "0123456789abcDEG")]
    [InlineData("?xrfkey=0123456789abcDE", "0123456789abcDE")]
    [InlineData("?xrfkey=0123456789abcDEFG", "0123456789abcDEFG")]
    [InlineData("?xrfkey=0123456789abcDE-", "0123456789abcDE-")]
    [InlineData("?filter=name eq 'a#b'&xrfkey=0123456789abcDEF", "0123456789abcDEF")]
    public async Task A_missing_different_or_malformed_key_is_refused(string query, string? header)
    {
        using var caller = new QrsCaller(emulator.Manifest);
        using var response = await caller.SendRawAsync(HttpMethod.Get, "/qrs/dataconnection" + query, header);
        Assert.Equal(HttpStatusCode.Forbidden, response.StatusCode);
        Assert.Equal(Xsrf, await response.Content.ReadAsStringAsync());
        Assert.Equal("text/plain", response.Content.Headers.ContentType?.MediaType);
    }

    [Fact]
    public async Task Without_a_client_certificate_the_answer_is_403()
    {
        using var caller = new QrsCaller(emulator.Manifest, withCertificate: false);
        Assert.Equal((403, "Forbidden"), await caller.TryAsync(HttpMethod.Get, "/qrs/about"));
    }

    [Fact]
    public async Task A_client_certificate_of_another_site_is_refused_with_403()
    {
        using var foreign = Foreign(emulator);
        Assert.Equal("CN=QlikClient", foreign.Subject);
        using var caller = new QrsCaller(emulator.Manifest, foreign);
        Assert.Equal((403, "Forbidden"), await caller.TryAsync(HttpMethod.Get, "/qrs/about"));
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task By_setting_the_handshake_is_aborted_instead(bool foreign)
    {
        await using var own = await RunningEmulator.StartAsync();
        own.Host.Qrs.Settings.ClientCertificateRefusal = ClientCertificateRefusal.AbortTls;
        using var certificate = foreign ? Foreign(own) : null;
        using var refused = new QrsCaller(own.Manifest, certificate, withCertificate: foreign);
        await Assert.ThrowsAsync<HttpRequestException>(() => refused.SendAsync(HttpMethod.Get, "/qrs/about"));

        using var caller = new QrsCaller(own.Manifest);
        Assert.NotNull(await caller.GetAsync("/qrs/about"));
    }

    [Theory]
    [InlineData(null)]
    [InlineData("INTERNAL\\sa_repository")]
    [InlineData("UserDirectory=INTERNAL")]
    [InlineData("UserId=sa_repository")]
    [InlineData("UserDirectory=; UserId=sa_repository")]
    [InlineData("UserDirectory=NOWHERE; UserId=nobody")]
    public async Task A_missing_malformed_or_unknown_user_is_refused(string? user)
    {
        using var caller = new QrsCaller(emulator.Manifest) { User = user };
        Assert.Equal((403, "Forbidden"), await caller.TryAsync(HttpMethod.Get, "/qrs/about"));
    }

    [Theory]
    [InlineData("UserDirectory=internal;UserId=SA_Repository")]
    [InlineData("userdirectory=INTERNAL; userid=sa_api")]
    public async Task A_users_names_are_read_in_any_letter_case(string user)
    {
        using var caller = new QrsCaller(emulator.Manifest) { User = user };
        Assert.NotNull(await caller.GetAsync("/qrs/about"));
    }

    [Fact]
    public async Task The_users_names_are_url_decoded()
    {
        const string name = "Jürgen; the =100% user";
        emulator.Host.Qrs.AddUser("DÖM", name, "RootAdmin");
        using var caller = new QrsCaller(emulator.Manifest)
        {
            User = $"UserDirectory={Uri.EscapeDataString("DÖM")}; UserId={Uri.EscapeDataString(name)}",
        };
        var made = await caller.CreateAsync("by an unusual user");
        Assert.Equal($@"DÖM\{name}", (string?)made["modifiedByUserName"]);
    }

    [Fact]
    public async Task By_setting_an_unknown_user_is_created()
    {
        await using var own = await RunningEmulator.StartAsync();
        own.Host.Qrs.Settings.UnknownUser = UnknownUser.Create;
        using var caller = new QrsCaller(own.Manifest) { User = "UserDirectory=DOM; UserId=new" };
        var users = await caller.GetAsync("/qrs/user?" + QrsCaller.Filter("userDirectory eq 'dom' and userId eq 'new'"));
        Assert.Single(users.AsArray());
    }

    [Fact]
    public async Task An_inactive_user_is_told_so()
    {
        var id = emulator.Host.Qrs.AddUser("DOM", "asleep");
        emulator.Host.Qrs.SetInactive(id);
        using var caller = new QrsCaller(emulator.Manifest) { User = "UserDirectory=DOM; UserId=asleep" };
        Assert.Equal(
            (403, "Your account is inactive. Contact your administrator to activate it."),
            await caller.TryAsync(HttpMethod.Get, "/qrs/about")
        );
    }

    [Fact]
    public async Task A_parameter_without_a_value_is_refused()
    {
        using var caller = new QrsCaller(emulator.Manifest);
        Assert.Equal(
            (400, "Missing parameter value(s)"),
            await caller.TryAsync(HttpMethod.Get, "/qrs/dataconnection?filter=name%20eq%20'a&b'")
        );
    }

    [Fact]
    public async Task Unknown_paths_are_404_and_other_methods_405()
    {
        using var caller = new QrsCaller(emulator.Manifest);
        Assert.Equal(404, (await caller.TryAsync(HttpMethod.Get, "/qrs/nothing")).Status);
        Assert.Equal(405, (await caller.TryAsync(HttpMethod.Delete, "/qrs/about")).Status);
    }

    private static X509Certificate2 Foreign(RunningEmulator of) =>
        X509CertificateLoader.LoadPkcs12FromFile(
            Path.Combine(Path.GetDirectoryName(of.Manifest.Qrs.ClientPfx)!, "foreign-client.pfx"),
            of.Manifest.Qrs.ClientPfxPassword
        );
}
