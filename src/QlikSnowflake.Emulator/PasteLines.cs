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
        yield return $"Connect-QlikCloud -Tenant {new Uri(cloud.Url).Authority} -ClientId {Quote(cloud.OAuthClientId)} -ClientSecret "
            + $"{Secure(cloud.OAuthClientSecret)} -RootCertificatePath {Quote(cloud.RootCertificate)}";
        var snowflake = manifest.Snowflake;
        yield return Snowflake(snowflake, snowflake.User, snowflake.PrivateKey);
        yield return Snowflake(snowflake, snowflake.AdminUser, snowflake.AdminPrivateKey) + " -Name admin";
        yield return $"# control: {manifest.Control.Url}/_emulator/state   Ctrl+C stops";
    }

    private static string Snowflake(EmulatorManifest.SnowflakeSection account, string user, string key) =>
        $"Connect-Snowflake -Account {account.Account} -User {user} -PrivateKeyPath {Quote(key)} -HostName "
        + $"{new Uri(account.Url).Authority} -RootCertificatePath {Quote(account.RootCertificate)}";

    private static string Quote(string text) => $"'{text.Replace("'", "''", StringComparison.Ordinal)}'";

    private static string Secure(string text) => $"(ConvertTo-SecureString {Quote(text)} -AsPlainText -Force)";
}
