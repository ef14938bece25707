namespace QlikSnowflake.Emulator;

/// <summary>The PowerShell lines that connect to a running emulator, ready to be pasted.</summary>
internal static class PasteLines
{
    public static IEnumerable<string> For(EmulatorManifest manifest)
    {
        var qrs = manifest.Qrs;
        yield return $"Connect-Qrs -Server localhost -Port {new Uri(qrs.Url).Port} -CertificatePath "
            + $"{Quote(qrs.ClientPfx)} -CertificatePassword {Secure(qrs.ClientPfxPassword)} -RootCertificatePath "
            + $"{Quote(qrs.RootCertificate)}";
        var proxy = qrs.Proxy;
        yield return $"Connect-Qrs -Server {new Uri(proxy.Url).Authority} -VirtualProxy {Quote(proxy.Prefix)} -HeaderName "
            + $"{Quote(proxy.HeaderName)} -HeaderValue {Quote(proxy.HeaderValue)} -RootCertificatePath {Quote(qrs.RootCertificate)}";
        var cloud = manifest.QlikCloud;
        yield return $"Connect-QlikCloud -Tenant {new Uri(cloud.Url).Authority} -ApiKey {Secure(cloud.ApiKey)} "
            + $"-RootCertificatePath {Quote(cloud.RootCertificate)}";
        var snowflake = manifest.Snowflake;
        yield return $"Connect-Snowflake -Account {snowflake.Account} -User {snowflake.User} -PrivateKeyPath "
            + $"{Quote(snowflake.PrivateKey)} -HostName {new Uri(snowflake.Url).Authority} -RootCertificatePath "
            + $"{Quote(snowflake.RootCertificate)}";
        yield return $"# control: {manifest.Control.Url}/_emulator/state   Ctrl+C stops";
    }

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Secure(string text) => $"(ConvertTo-SecureString {Quote(text)} -AsPlainText -Force)";
}
