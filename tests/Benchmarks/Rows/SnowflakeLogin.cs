namespace QlikSnowflake.Benchmarks.Rows;

/// <summary>What a script needs to log in by.</summary>
/// <param name="Host">Host and port.</param>
/// <param name="User">The user.</param>
/// <param name="PrivateKey">The file of its key.</param>
/// <param name="RootCertificate">The file of the authority of the host's certificate.</param>
internal sealed record SnowflakeLogin(string Host, string User, string PrivateKey, string RootCertificate);
